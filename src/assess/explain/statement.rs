//! What a reason says, piece by piece, and how the pieces make a sentence.
//!
//! What always holds: nothing is said twice, neither a whole piece nor a subject that was just named.

use crate::lang::Lang;

/// How a statement follows what was told before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Link {
    /// One more
    #[default]
    Next,
    /// The first of several ways, of which one would do
    First,
    /// The first of what is left of several ways, another having been told before
    Also,
    /// Another way
    Or,
    /// Part of the same way
    And,
}

/// What is said of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// The subject says it all
    Nothing,
    /// That something is asked of it: `≥ 1.10 m，差 0.05 m`
    Demand(String),
    /// That a yes or no is to be the other one; beside it how it stands there among several ways: `封闭楼梯间（现为否）`
    Turn(String, String),
    /// That these choices are not to be among it
    Without(Vec<String>),
    /// That of what the subject names, or of the unit, these fields are not known
    Unknown(Vec<String>),
}

/// What stands there, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::assess) struct Statement {
    link: Link,
    /// `梯段净宽 1.05 m`
    pub subject: String,
    /// How the demand begins: `要求`, `最低要求`
    asks: &'static str,
    said: Said,
    /// What is added in brackets; several are several
    notes: Vec<String>,
}

impl Statement {
    fn of(subject: String, asks: &'static str, said: Said) -> Statement {
        Statement { link: Link::Next, subject, asks, said, notes: Vec::new() }
    }

    /// What stands there, and no more.
    pub fn bare(subject: String) -> Statement {
        Statement::of(subject, "", Said::Nothing)
    }

    /// That these fields of an item (or of the unit: empty) are not known.
    pub fn unknown(item: String, fields: Vec<String>) -> Statement {
        Statement::of(item, "", Said::Unknown(fields))
    }

    /// What stands there, and what is asked of it.
    pub fn asking(subject: String, asks: &'static str, demand: String) -> Statement {
        Statement::of(subject, asks, Said::Demand(demand))
    }

    /// A yes or no that is to be the other one: `封闭楼梯间：否`, `是`, `封闭楼梯间（现为否）`.
    pub fn turning(subject: String, asks: &'static str, demand: String, standing: String) -> Statement {
        Statement::of(subject, asks, Said::Turn(demand, standing))
    }

    /// What stands there, and a choice that is not to be among it.
    pub fn without(subject: String, asks: &'static str, choice: String) -> Statement {
        Statement::of(subject, asks, Said::Without(vec![choice]))
    }

    /// With more in brackets.
    pub fn noted(mut self, note: String) -> Statement {
        self.notes.push(note);
        self
    }

    /// Without what is asked.
    pub fn standing(self) -> Statement {
        match self.said {
            Said::Unknown(_) => self,
            _ => Statement { said: Said::Nothing, ..self },
        }
    }

    /// What it is about: `梯段净宽 1.05 m`, `污水距井道、距外墙`.
    pub fn about(&self, lang: Lang) -> String {
        match &self.said {
            Said::Unknown(fields) => {
                let (item, fields) = (&self.subject, fields.join(lang.pick("、", ", ")));
                let space = if item.is_empty() { "" } else { lang.pick("", " ") };
                format!("{item}{space}{fields}")
            }
            _ => self.subject.clone(),
        }
    }

    /// Whether it was made already.
    pub fn is_among(&self, made: &[Statement]) -> bool {
        let told = |one: &Statement| one.subject == self.subject && one.said == self.said;
        match &self.said {
            Said::Unknown(all) | Said::Without(all) => all.iter().all(|own| self.has_told(own, made)),
            _ => made.iter().any(told),
        }
    }

    /// Whether one of the fields or choices it names was named of the same before.
    fn has_told(&self, own: &String, made: &[Statement]) -> bool {
        made.iter().filter(|one| one.subject == self.subject).any(|one| match (&one.said, &self.said) {
            (Said::Unknown(told), Said::Unknown(_)) | (Said::Without(told), Said::Without(_)) => told.contains(own),
            _ => false,
        })
    }

    /// What is not known of something, or must not be among it, is named with what was just named likewise.
    fn joins(&mut self, next: &Statement) -> bool {
        let alike = (&self.subject, self.asks, self.link) == (&next.subject, next.asks, next.link);
        if !alike || next.link != Link::Next || !self.notes.is_empty() || !next.notes.is_empty() {
            return false;
        }
        match (&mut self.said, &next.said) {
            (Said::Unknown(told), Said::Unknown(more)) | (Said::Without(told), Said::Without(more)) => {
                told.extend(more.iter().cloned());
                true
            }
            _ => false,
        }
    }

    /// What is asked, with how it begins: `要求 ≥ 1.10 m，差 0.05 m`; empty where nothing is.
    fn demand(&self, asks: &str, lang: Lang) -> String {
        let demand = match &self.said {
            Said::Nothing | Said::Unknown(_) => return String::new(),
            Said::Turn(demand, _) => return lang.pick(format!("{asks}：{demand}"), format!("{asks}: {demand}")),
            Said::Demand(demand) => demand.clone(),
            Said::Without(choices) => {
                let all = choices.join(lang.pick("、", ", "));
                let none = if choices.len() > 1 { "none of" } else { "not" };
                lang.pick(format!("不含{all}"), format!("has {none} {all}"))
            }
        };
        // A Chinese word stands close to the next, and apart from signs, digits and Latin letters.
        let close = lang == Lang::Zh && demand.chars().next().is_some_and(|first| ('一'..='鿿').contains(&first));
        format!("{asks}{}{demand}", if close { "" } else { " " })
    }
}

/// Adds a statement, or what of it has not been told.
pub(in crate::assess) fn push(out: &mut Vec<Statement>, mut statement: Statement) {
    if statement.is_among(out) {
        return;
    }
    if let Said::Unknown(all) | Said::Without(all) = &statement.said {
        let new = all.iter().filter(|own| !statement.has_told(own, out)).cloned().collect();
        statement.said = match statement.said {
            Said::Unknown(_) => Said::Unknown(new),
            _ => Said::Without(new),
        };
    }
    if !out.last_mut().is_some_and(|last| last.joins(&statement)) {
        out.push(statement);
    }
}

/// Adds what was told of sides of which one would be enough: the first, then each other as an alternative.
pub(in crate::assess) fn push_alternatives(told: Vec<Vec<Statement>>, out: &mut Vec<Statement>) {
    let sides: Vec<Vec<Statement>> = told.into_iter().filter(|side| !side.is_empty()).collect();
    let several = sides.len() > 1;
    let mut group = Vec::new();
    for (nth, side) in sides.into_iter().enumerate() {
        for (at, statement) in side.into_iter().enumerate() {
            let link = match (nth, at) {
                (0, 0) if several => Link::First,
                (_, 0) if nth > 0 => Link::Or,
                _ if several && statement.link != Link::Or => Link::And,
                _ => statement.link,
            };
            group.push(Statement { link, ..statement });
        }
    }
    push_group(group, out);
}

/// Adds what was told together. Of alternatives one that has been told is not told again; what is left of the others
/// stays an alternative to it.
pub(in crate::assess) fn push_group(group: Vec<Statement>, out: &mut Vec<Statement>) {
    let mut sides: Vec<Vec<Statement>> = Vec::new();
    for statement in group {
        let goes_on = match statement.link {
            Link::And => true,
            Link::Or => false,
            // Not one of several ways: what was told before stands by itself.
            Link::Next | Link::First | Link::Also => {
                push_sides(std::mem::take(&mut sides), out);
                false
            }
        };
        match sides.last_mut().filter(|_| goes_on) {
            Some(side) => side.push(statement),
            None => sides.push(vec![statement]),
        }
    }
    push_sides(sides, out);
}

/// Adds the sides of one group of alternatives, or what stands by itself.
fn push_sides(mut sides: Vec<Vec<Statement>>, out: &mut Vec<Statement>) {
    let all = sides.len();
    if all > 1 {
        sides.iter_mut().for_each(|side| side.retain(|statement| !statement.is_among(out)));
        sides.retain(|side| !side.is_empty());
    }
    let told = sides.len() < all;
    for (nth, side) in sides.into_iter().enumerate() {
        for (at, statement) in side.into_iter().enumerate() {
            let link = match at {
                0 if nth > 0 => Link::Or,
                0 if told => Link::Also,
                0 => statement.link,
                _ => Link::And,
            };
            push(out, Statement { link, ..statement });
        }
    }
}

/// What leads several ways of which none holds: that one of them would do.
fn lead(link: Link, least: bool, lang: Lang) -> &'static str {
    match (link, least) {
        (Link::First, false) => lang.pick("以下满足一项即可，现都不满足：", "one of these would do, and none holds: "),
        (Link::First, true) => {
            lang.pick("最低要求为以下满足一项，现都不满足：", "the minimum is one of these, and none holds: ")
        }
        (Link::Also, false) => {
            lang.pick("也可由以下满足，现也不满足：", "this would do as well, and does not hold either: ")
        }
        (Link::Also, true) => lang.pick(
            "最低要求也可由以下满足，现也不满足：",
            "for the minimum this would do as well, and does not hold either: ",
        ),
        _ => "",
    }
}

/// Statements as one text; a subject that follows itself is not named again, and what is not known is named in one
/// piece.
pub(in crate::assess) fn joined(told: &[Statement], lang: Lang) -> String {
    let (asks_plainly, asks_least) = asking_words(lang);
    let mut text = String::new();
    let mut before: Option<&Statement> = None;
    for (at, statement) in told.iter().enumerate() {
        let Statement { link, subject, asks, said, notes } = statement;
        let unknown = |one: &Statement| matches!(one.said, Said::Unknown(_));
        let goes_on = |next: &&Statement| unknown(statement) && unknown(next) && next.link == Link::Next;
        let among_ways = before.is_some_and(|before| before.link != Link::Next);
        if before.is_some_and(unknown) && unknown(statement) && *link == Link::Next {
            text.push_str(lang.pick("、", ", "));
        } else if *link == Link::And {
            text.push_str(lang.pick("，且", ", and "));
        } else if !text.is_empty() {
            text.push_str(lang.pick("；", "; "));
        }
        // What is no longer one of the ways.
        if among_ways && matches!(link, Link::Next | Link::First) {
            text.push_str(lang.pick("此外，", "besides, "));
        }
        let ways = told.get(at..).unwrap_or_default();
        let of_ways =
            ways.iter().enumerate().take_while(|(nth, way)| *nth == 0 || matches!(way.link, Link::Or | Link::And));
        text.push_str(lead(*link, of_ways.into_iter().any(|(_, way)| way.asks == asks_least), lang));
        match said {
            Said::Turn(_, standing) if *link != Link::Next => text.push_str(standing),
            _ => {
                // Of what the ways ask it was said whether it is the least.
                let asks = if *link == Link::Next || asks.is_empty() { asks } else { asks_plainly };
                let demand = statement.demand(asks, lang);
                let again = before.is_some_and(|before| before.subject == *subject && !unknown(before));
                if !again || demand.is_empty() || !matches!(link, Link::Next | Link::First) {
                    text.push_str(&statement.about(lang));
                    if !demand.is_empty() {
                        text.push_str(lang.pick("，", ", "));
                    }
                }
                text.push_str(&demand);
            }
        }
        if unknown(statement) && told.get(at + 1).filter(goes_on).is_none() {
            text.push_str(lang.pick("未知", " unknown"));
        }
        if !notes.is_empty() {
            let notes = notes.join(lang.pick("，", ", "));
            text.push_str(&lang.pick(format!("（{notes}）"), format!(" ({notes})")));
        }
        before = Some(statement);
    }
    text
}

/// How a demand begins: what is asked, and what is asked at least.
pub(in crate::assess) fn asking_words(lang: Lang) -> (&'static str, &'static str) {
    (lang.pick("要求", "required"), lang.pick("最低要求", "minimum"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(subject: &str, asks: &'static str, demand: &str) -> Statement {
        Statement::asking(subject.to_string(), asks, demand.to_string())
    }

    #[test]
    fn nothing_is_said_twice() {
        let mut told = Vec::new();
        push(&mut told, asking("梯段净宽 0.90 m", "要求", "≥ 1.10 m，差 0.20 m"));
        push(&mut told, asking("梯段净宽 0.90 m", "最低要求", "≥ 1.00 m，差 0.10 m"));
        push(&mut told, asking("梯段净宽 0.90 m", "最低要求", "≥ 1.10 m，差 0.20 m"));
        assert_eq!(joined(&told, Lang::Zh), "梯段净宽 0.90 m，要求 ≥ 1.10 m，差 0.20 m；最低要求 ≥ 1.00 m，差 0.10 m");
    }

    #[test]
    fn alternatives_are_told_apart() {
        let sides = vec![
            vec![asking("安全等级为C", "要求", "A、B")],
            vec![asking("安全等级为C", "要求", "未鉴定"), asking("建成年份 1975", "要求", "≥ 2001，差 26 年")],
        ];
        let mut told = Vec::new();
        push_alternatives(sides, &mut told);
        let text = "以下满足一项即可，现都不满足：安全等级为C，要求 A、B；\
                    安全等级为C，要求未鉴定，且建成年份 1975，要求 ≥ 2001，差 26 年";
        assert_eq!(joined(&told, Lang::Zh), text);
    }

    #[test]
    fn what_follows_several_ways_is_told_apart_from_them() {
        let flag = |name: &str| {
            Statement::turning(format!("{name}：否"), "最低要求", "是".into(), format!("{name}（现为否）"))
        };
        let mut told = Vec::new();
        push_alternatives(vec![vec![flag("封闭楼梯间")], vec![flag("户门耐火达标")]], &mut told);
        push(&mut told, flag("已鉴定"));
        let text = "最低要求为以下满足一项，现都不满足：封闭楼梯间（现为否）；户门耐火达标（现为否）；此外，已鉴定：否，最低要求：是";
        assert_eq!(joined(&told, Lang::Zh), text);
    }

    #[test]
    fn what_is_not_known_is_named_once() {
        let mut told = Vec::new();
        push(&mut told, Statement::unknown(String::new(), vec!["结构形式".into()]));
        push(&mut told, Statement::unknown(String::new(), vec!["结构形式".into(), "圈梁设置".into()]));
        push(&mut told, Statement::unknown("污水".into(), vec!["距井道".into(), "距外墙".into()]));
        assert_eq!(joined(&told, Lang::Zh), "结构形式、圈梁设置、污水距井道、距外墙未知");
    }

    #[test]
    fn choices_that_are_not_to_be_there_are_named_in_one_piece() {
        let lacks = |asks, choice: &str| Statement::without("占地障碍为乔木、车位".into(), asks, choice.into());
        let mut told = Vec::new();
        push(&mut told, lacks("要求", "乔木"));
        push(&mut told, lacks("要求", "车位"));
        push(&mut told, lacks("最低要求", "乔木"));
        assert_eq!(joined(&told, Lang::Zh), "占地障碍为乔木、车位，要求不含乔木、车位");
    }
}
