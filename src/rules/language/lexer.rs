//! Text → tokens. At every place the longest known name comes first (so a known name beats an operator word inside
//! it), after a number the longest unit of measure, then operators.
//!
//! What always holds: the tokens end with one [`Kind::End`], spans ascend, every character is in a token, between
//! tokens, or reported. What is wrong but clear (`=`, `&&`, `并且`) is reported and read as it was meant, so that
//! one slip makes one message. Deliberately absent: what names mean.

use super::Problem;
use super::fold::{Folded, is_ascii_word, is_word};
use super::misreadings::instead_of_sign;
use super::names::Names;
use super::tree::Function;
use super::typed::Span;
use crate::quantity::{Comparison, Decimal, UNITS, Unit};
use crate::text;

/// One token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A name, known or not, or the bare id of a choice
    Name {
        text: String,
        ticked: bool,
        known: bool,
    },
    /// A plain number and its unit of measure
    Number {
        written: String,
        unit: Option<&'static Unit>,
    },
    /// Days since 1970-01-01
    Date(i32),
    /// What stood between quotation marks
    Text(String),
    /// A function's name before its bracket
    Function(Function),
    True,
    False,
    And,
    Or,
    Not,
    In,
    Compare(Comparison),
    Plus,
    Minus,
    Star,
    Slash,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    Range,
    /// Something unreadable that stands for an operand; reported
    Wrong,
    End,
}

/// Words that are operators or constants.
pub(super) const KEYWORDS: &[(&str, Kind)] = &[
    ("and", Kind::And),
    ("or", Kind::Or),
    ("not", Kind::Not),
    ("in", Kind::In),
    ("true", Kind::True),
    ("false", Kind::False),
    ("且", Kind::And),
    ("或", Kind::Or),
    ("非", Kind::Not),
];

/// Words that people write instead.
const WORDS_MEANT: &[(&str, Kind, &str)] = &[
    ("并且", Kind::And, "且"),
    ("而且", Kind::And, "且"),
    ("以及", Kind::And, "且"),
    ("或者", Kind::Or, "或"),
    ("不是", Kind::Not, "非"),
    ("AND", Kind::And, "and"),
    ("OR", Kind::Or, "or"),
    ("NOT", Kind::Not, "not"),
    ("IN", Kind::In, "in"),
];

/// Signs, longer ones before those they begin with.
const SIGNS: &[(&str, Kind)] = &[
    ("==", Kind::Compare(Comparison::Eq)),
    ("!=", Kind::Compare(Comparison::Ne)),
    ("<=", Kind::Compare(Comparison::Le)),
    (">=", Kind::Compare(Comparison::Ge)),
    ("..", Kind::Range),
    ("<", Kind::Compare(Comparison::Lt)),
    (">", Kind::Compare(Comparison::Gt)),
    ("≠", Kind::Compare(Comparison::Ne)),
    ("≤", Kind::Compare(Comparison::Le)),
    ("≥", Kind::Compare(Comparison::Ge)),
    ("+", Kind::Plus),
    ("-", Kind::Minus),
    ("*", Kind::Star),
    ("/", Kind::Slash),
    ("(", Kind::Open),
    (")", Kind::Close),
    ("[", Kind::OpenList),
    ("]", Kind::CloseList),
    (",", Kind::Comma),
];

/// Signs that people write instead. Tried before [`SIGNS`], so none may begin a proper one.
const SIGNS_MEANT: &[(&str, Kind, &str)] = &[
    ("<>", Kind::Compare(Comparison::Ne), "!="),
    ("=<", Kind::Compare(Comparison::Le), "<="),
    ("=>", Kind::Compare(Comparison::Ge), ">="),
    ("===", Kind::Compare(Comparison::Eq), "=="),
    ("&&", Kind::And, "and"),
    ("||", Kind::Or, "or"),
];

/// Whether a word is an operator or constant.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.iter().any(|(keyword, _)| *keyword == word)
}

/// All tokens of a text.
pub(super) fn lex(text: &str, names: &Names, problems: &mut Vec<Problem>) -> Vec<Token> {
    let mut lexer = Lexer { text, folded: Folded::new(text), names, problems, tokens: Vec::new() };
    let mut at = 0;
    while let Some(c) = lexer.folded.get(at) {
        // Every step takes at least one character, whatever it is.
        at = if c.is_whitespace() { at + 1 } else { lexer.token(at, c).max(at + 1) };
    }
    lexer.push(Kind::End, at, at);
    super::slips::joined(lexer.tokens, text, names)
}

struct Lexer<'a> {
    text: &'a str,
    folded: Folded,
    names: &'a Names,
    problems: &'a mut Vec<Problem>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn push(&mut self, kind: Kind, from: usize, to: usize) -> usize {
        let span = self.folded.span(from, to);
        self.tokens.push(Token { kind, span });
        to
    }

    /// Takes the token that begins with `c`; gives the place after it.
    fn token(&mut self, at: usize, c: char) -> usize {
        match c {
            '"' | '\'' => return self.quoted(at, c),
            '`' => return self.ticked(at),
            _ => {}
        }
        let starts_number =
            c.is_ascii_digit() || (c == '.' && self.folded.get(at + 1).is_some_and(|next| next.is_ascii_digit()));
        if starts_number {
            return self.number(at);
        }
        if let Some(end) = self.known_name(at, 0) {
            return end;
        }
        if let Some((kind, length)) = self.word_operator(at) {
            return self.push(kind, at, at + length);
        }
        if is_word(c) { self.word(at) } else { self.sign(at, c) }
    }

    /// The longest known name that begins here, if it is longer than `beaten` characters.
    fn known_name(&mut self, at: usize, beaten: usize) -> Option<usize> {
        let rest = self.folded.rest(at);
        let bare = self.names.longest_at(rest).unwrap_or(0);
        let signed = self.names.longest_signed_at(rest).unwrap_or(0);
        if signed > bare.max(beaten) && self.cut_at_bracket(at, signed) {
            let span = self.folded.span(at, at + signed);
            let name = self.text.get(span).unwrap_or_default();
            self.problems.push(
                Problem::error(
                    "R029",
                    self.folded.span(at, at + signed),
                    text!(
                        "名称 `{name}` 里有括号，要放在反引号里",
                        "the label `{name}` has brackets in it and must stand between backticks"
                    ),
                )
                .help(text!("写成 ``{name}``", "write ``{name}``")),
            );
            let text = self.folded.text(at, at + signed);
            return Some(self.push(Kind::Name { text, ticked: true, known: true }, at, at + signed));
        }
        if bare <= beaten {
            return None;
        }
        let name = self.folded.text(at, at + bare);
        Some(self.push(Kind::Name { text: name, ticked: false, known: true }, at, at + bare))
    }

    /// Whether a label with signs goes on with a bracket where its first word ends: what a name directly before a
    /// round bracket never does. Any other sign (`A-B`) means an operator where it stands bare.
    fn cut_at_bracket(&self, at: usize, length: usize) -> bool {
        let label = self.folded.rest(at).get(..length).unwrap_or_default();
        label.iter().find(|&&c| !is_word(c)) == Some(&'(')
    }

    /// An operator that is spelt as a word, and how long it is.
    fn word_operator(&mut self, at: usize) -> Option<(Kind, usize)> {
        if let Some((kind, length, instead)) = self.word_operator_meant(at) {
            let written = self.folded.text(at, at + length);
            let span = self.folded.span(at, at + length);
            self.problems.push(unknown_operator(&written, instead, span));
            return Some((kind, length));
        }
        self.word_in(at, KEYWORDS.iter().map(|(word, kind)| (*word, kind))).map(|(kind, length)| (kind.clone(), length))
    }

    fn word_operator_meant(&self, at: usize) -> Option<(Kind, usize, &'static str)> {
        let words = WORDS_MEANT.iter().map(|(word, kind, instead)| (*word, (kind, *instead)));
        self.word_in(at, words).map(|((kind, instead), length)| (kind.clone(), length, instead))
    }

    fn word_in<T>(&self, at: usize, words: impl Iterator<Item = (&'static str, T)>) -> Option<(T, usize)> {
        let rest = self.folded.rest(at);
        words.into_iter().find_map(|(word, meaning)| {
            let length = word.chars().count();
            let matches = word.chars().eq(rest.iter().copied().take(length));
            let goes_on = word.is_ascii() && rest.get(length).is_some_and(|&c| is_ascii_word(c));
            (matches && !goes_on).then_some((meaning, length))
        })
    }

    /// A word that is no known name: up to the next operator word, or the name of a function.
    fn word(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        while let Some(c) = self.folded.get(end).filter(|&c| is_word(c)) {
            let new_word = !(is_ascii_word(c) && self.folded.get(end - 1).is_some_and(is_ascii_word));
            let keyword = || self.word_in(end, KEYWORDS.iter().map(|(word, _)| (*word, ()))).is_some();
            if new_word && (keyword() || self.word_operator_meant(end).is_some()) {
                break;
            }
            end += 1;
        }
        let word = self.folded.text(at, end);
        let next = self.folded.rest(end).iter().find(|c| !c.is_whitespace());
        match Function::named(&word) {
            Some(function) if next == Some(&'(') => self.push(Kind::Function(function), at, end),
            _ => self.push(Kind::Name { text: word, ticked: false, known: false }, at, end),
        }
    }

    fn sign(&mut self, at: usize, c: char) -> usize {
        let rest = self.folded.rest(at);
        let begins = |sign: &str| sign.chars().eq(rest.iter().copied().take(sign.chars().count()));
        if let Some((sign, kind, instead)) = SIGNS_MEANT.iter().find(|(sign, ..)| begins(sign)) {
            let end = at + sign.chars().count();
            self.problems.push(unknown_operator(sign, instead, self.folded.span(at, end)));
            return self.push(kind.clone(), at, end);
        }
        if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| begins(sign)) {
            return self.push(kind.clone(), at, at + sign.chars().count());
        }
        let (kind, instead) = match c {
            '=' => (Kind::Compare(Comparison::Eq), "=="),
            '!' => (Kind::Not, "not"),
            '&' => (Kind::And, "and"),
            '|' => (Kind::Or, "or"),
            _ => {
                let span = self.folded.span(at, at + 1);
                let written = self.text.get(span.clone()).unwrap_or_default().escape_debug().to_string();
                let message = text!("这里不能用 `{written}`", "`{written}` means nothing here");
                self.problems.push(Problem::error("R001", span, message).maybe_help(instead_of_sign(c)));
                return at + 1;
            }
        };
        let written = c.to_string();
        self.problems.push(unknown_operator(&written, instead, self.folded.span(at, at + 1)));
        self.push(kind, at, at + 1)
    }

    /// A quoted text: as written, up to a mark of the same sort (full-width or not).
    fn quoted(&mut self, at: usize, mark: char) -> usize {
        let Some(length) = self.folded.rest(at + 1).iter().position(|&c| c == mark) else {
            return self.unclosed(at);
        };
        let close = at + 1 + length;
        let inside = self.folded.span(at + 1, close);
        let content = self.text.get(inside).unwrap_or_default().to_string();
        self.push(Kind::Text(content), at, close + 1)
    }

    /// A name between backticks.
    fn ticked(&mut self, at: usize) -> usize {
        let Some(length) = self.folded.rest(at + 1).iter().position(|&c| c == '`') else {
            return self.unclosed(at);
        };
        let close = at + 1 + length;
        let name = self.folded.text(at + 1, close).trim().to_string();
        let known = !self.names.meanings(&name).is_empty();
        self.push(Kind::Name { text: name, ticked: true, known }, at, close + 1)
    }

    /// A quotation mark without its second; what follows is not read.
    fn unclosed(&mut self, at: usize) -> usize {
        let end = self.folded.chars.len();
        let mark = self.text.get(self.folded.span(at, at + 1)).unwrap_or_default().to_string();
        self.problems.push(
            Problem::error(
                "R004",
                self.folded.span(at, at + 1),
                text!("引号 `{mark}` 没有配对", "the quotation mark `{mark}` is never closed"),
            )
            .help(text!("在末尾补上另一半引号", "put the second one where the quoted words end")),
        );
        self.push(Kind::Wrong, at, end)
    }

    /// A date, or a number and its unit of measure; but a longer known name comes first.
    fn number(&mut self, at: usize) -> usize {
        if let Some((day, end)) = self.date_at(at) {
            return self.date(at, day, end);
        }
        let digits = |from: usize| from + self.folded.rest(from).iter().take_while(|c| c.is_ascii_digit()).count();
        let mut end = digits(at);
        if self.folded.get(end) == Some('.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
        }
        let written = self.folded.text(at, end);
        let unit = self.unit_at(end);
        let end = unit.map_or(end, |(_, after)| after);
        if let Some(after) = self.known_name(at, end - at) {
            return after;
        }
        let unit = unit.map(|(unit, _)| unit);
        if unit.map_or_else(|| Decimal::parse(&written), |unit| unit.read(&written)).is_none() {
            let span = self.folded.span(at, end);
            let shown = self.text.get(span.clone()).unwrap_or_default().to_string();
            self.problems.push(
                Problem::error("R002", span, text!("数值 `{shown}` 太大", "the number `{shown}` is too large"))
                    .help(text!("最多十亿（以 m、m²、元 计）", "at most a thousand million (in m, m², 元)")),
            );
            return self.push(Kind::Wrong, at, end);
        }
        self.push(Kind::Number { written, unit }, at, end)
    }

    /// The longest unit of measure after a number, and the place after it.
    fn unit_at(&self, number_end: usize) -> Option<(&'static Unit, usize)> {
        let start = number_end + self.folded.rest(number_end).iter().take_while(|c| c.is_whitespace()).count();
        let rest = self.folded.rest(start);
        let matches = |name: &&str| {
            let length = name.chars().count();
            let goes_on = name.ends_with(is_ascii_word) && rest.get(length).is_some_and(|&c| is_ascii_word(c));
            name.chars().eq(rest.iter().take(length).map(char::to_ascii_lowercase)) && !goes_on
        };
        let longest = |unit: &'static Unit| {
            let names = std::iter::once(&unit.symbol).chain(unit.names);
            names.filter(|name| matches(name)).map(|name| name.chars().count()).max().map(|length| (unit, length))
        };
        UNITS.iter().filter_map(longest).max_by_key(|(_, length)| *length).map(|(unit, length)| (unit, start + length))
    }

    /// The day of `2021-05-12`, written without spaces (none, if there is no such day), and the place after it.
    fn date_at(&self, at: usize) -> Option<(Option<i32>, usize)> {
        let run = self.folded.rest(at).iter().take_while(|&&c| c.is_ascii_digit() || c == '-').count();
        let written = self.folded.text(at, at + run);
        let parts: Vec<&str> = written.split('-').collect();
        let &[year, month, day] = parts.as_slice() else { return None };
        let short = |part: &str| (1..=2).contains(&part.len());
        (year.len() == 4 && short(month) && short(day)).then(|| (days(year, month, day), at + run))
    }

    fn date(&mut self, at: usize, day: Option<i32>, end: usize) -> usize {
        if let Some(days) = day {
            return self.push(Kind::Date(days), at, end);
        }
        let written = self.folded.text(at, end);
        let message = text!("没有 `{written}` 这一天", "there is no day `{written}`");
        self.problems.push(Problem::error("R002", self.folded.span(at, end), message));
        self.push(Kind::Wrong, at, end)
    }
}

/// Days since 1970-01-01, if there is such a day.
pub(super) fn days(year: &str, month: &str, day: &str) -> Option<i32> {
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(jiff::civil::Date::constant(1970, 1, 1).until(date).ok()?.get_days())
}

fn unknown_operator(written: &str, instead: &str, span: Span) -> Problem {
    Problem::error("R026", span, text!("没有运算符 `{written}`", "there is no operator `{written}`"))
        .help(text!("写成 `{instead}`", "write `{instead}`"))
}
