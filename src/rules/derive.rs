//! Derived fields of a merged rules file, put in an order in which each uses only those before it.
//!
//! Circles are found by what is left when nothing can be put in order any more; each is reported once, as the
//! chain of names, and its members are unusable.

use super::build::Builder;
use super::document::{Item, Table};
use super::language::typed::Span;
use super::language::{Scope, check_expr, names_used};
use super::quoted;
use super::ruleset::Derived;
use crate::text;
use std::collections::BTreeSet;

/// One that is still to be put in order.
struct Waiting<'a> {
    id: &'a str,
    label: String,
    item: &'a Item,
    /// Which others it uses, and where
    uses: Vec<(usize, Span)>,
}

/// Reads the derived fields.
pub(super) fn derive(builder: &mut Builder, merged: &Table) {
    let mut waiting: Vec<Waiting> = Vec::new();
    for (entry, own) in builder.named(merged, "derive") {
        let label = own.owned("label").unwrap_or_else(|| entry.key.clone());
        match own.item("value").filter(|item| item.text().is_some()) {
            Some(item) => waiting.push(Waiting { id: &entry.key, label, item, uses: Vec::new() }),
            None => builder.add_unusable(&entry.key, &label),
        }
    }
    let candidates: Vec<(String, String)> = waiting.iter().map(|one| (one.id.to_string(), one.label.clone())).collect();
    let before = Scope::new(&builder.sound, &builder.params, &[], &builder.tables).with_unusable(&candidates);
    for one in &mut waiting {
        one.uses = names_used(one.item.text().unwrap_or_default(), &before);
    }
    let (order, rest) = in_order(&waiting);
    for circle in circles(&waiting, &rest) {
        report(builder, &waiting, &circle);
    }
    // Also those that lead into a circle: nothing can be said of them.
    for (id, label) in rest.iter().filter_map(|&ix| candidates.get(ix)) {
        builder.add_unusable(id, label);
    }
    for ix in order {
        if let Some(one) = waiting.get(ix) {
            check(builder, one);
        }
    }
}

fn check(builder: &mut Builder, one: &Waiting) {
    let text = one.item.text().unwrap_or_default();
    match check_expr(text, &builder.scope()) {
        Ok(value) => {
            let place = builder.inside(one.item);
            let (id, label, written) = (one.id.to_string(), one.label.clone(), text.to_string());
            builder.add_derived(Derived { id, label, value, written, place });
        }
        Err(problems) => {
            builder.report(problems, one.item);
            builder.add_unusable(one.id, &one.label);
        }
    }
}

/// Each after those it uses, otherwise as in the file; and those for which that cannot be.
fn in_order(waiting: &[Waiting]) -> (Vec<usize>, BTreeSet<usize>) {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); waiting.len()];
    let mut open: Vec<usize> = Vec::with_capacity(waiting.len());
    for (ix, one) in waiting.iter().enumerate() {
        let used: BTreeSet<usize> = one.uses.iter().map(|(used, _)| *used).collect();
        open.push(used.len());
        used.iter().filter_map(|&used| users.get_mut(used).map(|users| users.push(ix))).for_each(drop);
    }
    let mut ready: BTreeSet<usize> = (0..waiting.len()).filter(|&ix| open.get(ix) == Some(&0)).collect();
    let mut rest: BTreeSet<usize> = (0..waiting.len()).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while let Some(ix) = ready.pop_first() {
        order.push(ix);
        rest.remove(&ix);
        for &user in users.get(ix).into_iter().flatten() {
            if let Some(open) = open.get_mut(user) {
                *open -= 1;
                if *open == 0 {
                    ready.insert(user);
                }
            }
        }
    }
    (order, rest)
}

/// The circles among those that could not be put in order.
fn circles(waiting: &[Waiting], rest: &BTreeSet<usize>) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for &start in rest {
        let mut path: Vec<usize> = Vec::new();
        let mut at = start;
        // Everything left uses something left, so the path ends only where it meets itself or one seen before.
        while seen.insert(at) {
            path.push(at);
            let next =
                waiting.get(at).and_then(|one| one.uses.iter().map(|(used, _)| *used).find(|used| rest.contains(used)));
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        if let Some(begin) = path.iter().position(|&ix| ix == at) {
            found.push(path.split_off(begin));
        }
    }
    found
}

fn report(builder: &mut Builder, waiting: &[Waiting], circle: &[usize]) {
    let members: Vec<&Waiting> = circle.iter().filter_map(|&ix| waiting.get(ix)).collect();
    let names: Vec<&str> = members.iter().chain(members.first()).map(|one| one.id).collect();
    let names = names.join(" → ");
    // Where each mentions the next.
    let mut places = circle.iter().zip(circle.iter().skip(1).chain(circle.first())).filter_map(|(&ix, next)| {
        let one = waiting.get(ix)?;
        let span = one.uses.iter().find(|(used, _)| used == next)?.1.clone();
        Some(quoted::within(builder.files, &one.item.place, &span))
    });
    let Some(first) = places.next() else { return };
    let others: Vec<_> = places.collect();
    let diagnostic = builder.out.error(
        "R046",
        &first,
        text!("派生字段绕成了圈：{names}", "derivation goes round in a circle: {names}"),
    );
    diagnostic
        .help(text!("其中一个要只用字段和参数来算", "one of them must be computed of fields and parameters alone"));
    for place in &others {
        diagnostic.also(place, text!("接着用到", "which in turn uses"));
    }
}
