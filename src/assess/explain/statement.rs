//! What a reason says, piece by piece, and how the pieces make a sentence.
//!
//! What always holds: nothing is said twice, neither a whole piece nor a subject that was just named.

use crate::lang::Lang;

/// What stands there, and what is asked of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::assess) struct Statement {
    /// `梯段净宽 1.05 m`
    pub subject: String,
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
        Statement { subject, asks: "", demand: String::new(), notes: Vec::new() }
    }

    /// What stands there, and what is asked of it.
    pub fn asking(subject: String, asks: &'static str, demand: String) -> Statement {
        Statement { subject, asks, demand, notes: Vec::new() }
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

    fn says_the_same(&self, other: &Statement) -> bool {
        self.subject == other.subject && self.demand == other.demand
    }
}

/// Adds a statement, unless it has been made.
pub(in crate::assess) fn push(out: &mut Vec<Statement>, statement: Statement) {
    if !out.iter().any(|made| made.says_the_same(&statement)) {
        out.push(statement);
    }
}

/// Adds what was told of sides of which one would be enough: the first, then each other as an alternative.
pub(in crate::assess) fn push_alternatives(told: Vec<Vec<Statement>>, lang: Lang, out: &mut Vec<Statement>) {
    for (nth, side) in told.into_iter().filter(|side| !side.is_empty()).enumerate() {
        let new: Vec<Statement> =
            side.into_iter().filter(|one| !out.iter().any(|made| made.says_the_same(one))).collect();
        for (at, statement) in new.into_iter().enumerate() {
            let link = match (nth, at) {
                (0, 0) => "",
                (_, 0) => lang.pick("或", "or "),
                _ => lang.pick("且", "and "),
            };
            out.push(Statement { subject: format!("{link}{}", statement.subject), ..statement });
        }
    }
}

/// Statements as one text; a subject that follows itself is not named again.
pub(in crate::assess) fn joined(told: &[Statement], lang: Lang) -> String {
    let mut text = String::new();
    let mut before: Option<&str> = None;
    for Statement { subject, asks, demand, notes } in told {
        if !text.is_empty() {
            text.push_str(lang.pick("；", "; "));
        }
        if before != Some(subject) || demand.is_empty() {
            text.push_str(subject);
            if !demand.is_empty() {
                text.push_str(lang.pick("，", ", "));
            }
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
        before = Some(subject);
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
        push_alternatives(sides, Lang::Zh, &mut told);
        let text = "安全等级为C，要求 A、B；或安全等级为C，要求未鉴定；且建成年份 1975，要求 ≥ 2001，差 26 年";
        assert_eq!(joined(&told, Lang::Zh), text);
    }
}
