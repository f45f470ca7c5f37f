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
    /// Another way
    Or,
    /// Part of the same way
    And,
}

/// What stands there, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::assess) struct Statement {
    link: Link,
    /// `梯段净宽 1.05 m`
    pub subject: String,
    /// Whether it says of what the subject names that it is not known
    unknown: bool,
    /// How the demand begins: `要求`, `最低要求`
    asks: &'static str,
    /// `≥ 1.10 m，差 0.05 m`; empty where the subject says it all
    demand: String,
    /// What is added in brackets; several are several
    notes: Vec<String>,
}

impl Statement {
    /// What stands there, and no more.
    pub fn bare(subject: String) -> Statement {
        Statement::asking(subject, "", String::new())
    }

    /// That the fields so named are not known.
    pub fn unknown(names: String) -> Statement {
        Statement { unknown: true, ..Statement::bare(names) }
    }

    /// What stands there, and what is asked of it.
    pub fn asking(subject: String, asks: &'static str, demand: String) -> Statement {
        Statement { link: Link::Next, subject, unknown: false, asks, demand, notes: Vec::new() }
    }

    /// With more in brackets.
    pub fn noted(mut self, note: String) -> Statement {
        self.notes.push(note);
        self
    }

    /// Without what is asked.
    pub fn standing(self) -> Statement {
        Statement { demand: String::new(), ..self }
    }

    /// Whether it was made already.
    pub fn is_among(&self, made: &[Statement]) -> bool {
        let same =
            |one: &Statement| (&one.subject, one.unknown, &one.demand) == (&self.subject, self.unknown, &self.demand);
        made.iter().any(same)
    }
}

/// Adds a statement, unless it has been made.
pub(in crate::assess) fn push(out: &mut Vec<Statement>, statement: Statement) {
    if !statement.is_among(out) {
        out.push(statement);
    }
}

/// Adds what was told of sides of which one would be enough: the first, then each other as an alternative.
pub(in crate::assess) fn push_alternatives(told: Vec<Vec<Statement>>, out: &mut Vec<Statement>) {
    let mut group = Vec::new();
    for (nth, side) in told.into_iter().filter(|side| !side.is_empty()).enumerate() {
        for (at, statement) in side.into_iter().enumerate() {
            let link = match (nth, at) {
                (0, 0) => statement.link,
                (_, 0) => Link::Or,
                _ if statement.link == Link::Next => Link::And,
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
    if !group.iter().any(|statement| statement.link == Link::Or) {
        return group.into_iter().for_each(|statement| push(out, statement));
    }
    let mut sides: Vec<Vec<Statement>> = Vec::new();
    for statement in group {
        match sides.last_mut().filter(|_| statement.link != Link::Or) {
            Some(side) => side.push(statement),
            None => sides.push(vec![statement]),
        }
    }
    let all = sides.len();
    sides.iter_mut().for_each(|side| side.retain(|statement| !statement.is_among(out)));
    sides.retain(|side| !side.is_empty());
    let told = sides.len() < all;
    for (nth, side) in sides.into_iter().enumerate() {
        for (at, statement) in side.into_iter().enumerate() {
            let link = match at {
                0 if nth > 0 || told => Link::Or,
                0 => Link::Next,
                _ => statement.link,
            };
            push(out, Statement { link, ..statement });
        }
    }
}

/// Statements as one text; a subject that follows itself is not named again, and what is not known is named in one
/// piece.
pub(in crate::assess) fn joined(told: &[Statement], lang: Lang) -> String {
    let mut text = String::new();
    let mut before: Option<&Statement> = None;
    for (at, statement) in told.iter().enumerate() {
        let Statement { link, subject, unknown, asks, demand, notes } = statement;
        let next_unknown = told.get(at + 1).is_some_and(|next| next.unknown && *unknown && next.link == Link::Next);
        if before.is_some_and(|before| before.unknown) && *unknown && *link == Link::Next {
            text.push_str(lang.pick("、", ", "));
        } else if !text.is_empty() {
            text.push_str(lang.pick("；", "; "));
        }
        text.push_str(match link {
            Link::Next => "",
            Link::Or => lang.pick("或", "or "),
            Link::And => lang.pick("且", "and "),
        });
        if before.is_none_or(|before| before.subject != *subject) || demand.is_empty() || *link != Link::Next {
            text.push_str(subject);
            if !demand.is_empty() {
                text.push_str(lang.pick("，", ", "));
            }
        }
        if *unknown && !next_unknown {
            text.push_str(lang.pick("未知", " unknown"));
        }
        if !demand.is_empty() {
            // A Chinese word stands close to the next, and apart from signs, digits and Latin letters.
            let close = lang == Lang::Zh && demand.chars().next().is_some_and(|first| ('一'..='鿿').contains(&first));
            text.push_str(asks);
            text.push_str(if close { "" } else { " " });
            text.push_str(demand);
        }
        if !notes.is_empty() {
            let notes = notes.join(lang.pick("，", ", "));
            text.push_str(&lang.pick(format!("（{notes}）"), format!(" ({notes})")));
        }
        before = Some(statement);
    }
    text
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
        let text = "安全等级为C，要求 A、B；或安全等级为C，要求未鉴定；且建成年份 1975，要求 ≥ 2001，差 26 年";
        assert_eq!(joined(&told, Lang::Zh), text);
    }
}
