//! Units made up from a dictionary, the same ones every time: most values known, some within bounds, some not at all, a
//! few items of every list.

use liftfit::quantity::{Bounds, Decimal};
use liftfit::rules::{Field, Kind, RuleSet, Value};
use liftfit::survey::Units;

/// Numbers that look drawn by lot and are the same every time.
struct Lots(u64);

impl Lots {
    fn draw(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn value(&mut self, field: &Field) -> Value {
        if self.draw(100) < 4 {
            return Value::Unknown;
        }
        match &field.kind {
            Kind::Number(_) | Kind::Percent => {
                let range = field.range.unwrap_or(Bounds::UNKNOWN);
                let low = range.low().unwrap_or_default().micros();
                let high = range.high().map_or(low + 10_000_000, Decimal::micros);
                // Centimetres, or whole things.
                let mut draw = || {
                    let steps = u64::try_from((high - low) / 10_000).unwrap_or(0) + 1;
                    Decimal::from_micros(low + 10_000 * self.draw(steps) as i64)
                };
                let (one, other) = (draw(), draw());
                let bounds = if self.draw(50) == 0 { Bounds::between(one, other) } else { Bounds::between(one, one) };
                Value::Number(bounds)
            }
            Kind::Choice(choices) => Value::Choice(self.draw(choices.len() as u64) as u16),
            Kind::Several(choices) => {
                let set = self.draw(1 << choices.len().min(16)) & self.draw(1 << choices.len().min(16));
                Value::Several { must: set, may: set }
            }
            Kind::Flag => Value::Flag(self.draw(3) > 0),
            Kind::Text => Value::Text("甲".into()),
        }
    }
}

/// So many units.
pub fn units(rules: &RuleSet, count: usize) -> Units {
    let mut lots = Lots(20_260_401);
    let mut units = Units::new(&rules.dictionary);
    for unit in 0..count {
        let fields: Vec<Value> = rules.dictionary.fields.iter().map(|field| lots.value(field)).collect();
        let mut lists = Vec::new();
        for list in &rules.dictionary.lists {
            let known = lots.draw(50) > 0;
            let mut items = Vec::new();
            for _ in 0..lots.draw(6) {
                let sure = lots.draw(20) > 0;
                items.push((sure, list.fields.iter().map(|field| lots.value(field)).collect()));
            }
            lists.push(known.then_some(items));
        }
        units.push(&["甲小区".into(), unit.to_string().into()], &fields, &lists);
    }
    units
}
