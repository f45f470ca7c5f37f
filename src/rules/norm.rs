//! Standards and notices, how binding they are, and what cites them.

use super::diagnostic::Place;
use crate::lang::Text;
use crate::text;

/// A citation: a norm that the file declares, and where in it; or free words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Place among [`super::RuleSet::sources`], where the citation begins with a declared one
    pub norm: Option<usize>,
    /// As people read it: the norm's title or number and the clause, or the words as written
    pub shown: String,
    /// As written in the file
    pub written: String,
}

/// A standard or notice.
#[derive(Clone, Debug)]
pub struct Norm {
    /// `gb55037`
    pub id: String,
    /// Its title
    pub title: String,
    /// `GB 55037-2022`
    pub number: Option<String>,
    /// First day it applies, in days since 1970-01-01
    pub in_force_from: Option<i32>,
    /// Day from which another stands in its place
    pub superseded_from: Option<i32>,
    /// Where it applies
    pub jurisdiction: Option<String>,
    /// mandatory, general, policy or practice
    pub binding: Option<Binding>,
    /// Where it can be read, or how sure the text is
    pub note: Option<String>,
    /// Where it is declared
    pub place: Place,
}

/// How binding a norm is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// 强制性
    Mandatory,
    /// 一般性
    General,
    /// 政策
    Policy,
    /// 惯例
    Practice,
}

impl Binding {
    /// `强制性规范`
    pub fn label(self) -> Text {
        match self {
            Binding::Mandatory => text!("强制性规范", "mandatory code"),
            Binding::General => text!("一般性条文", "general clause"),
            Binding::Policy => text!("地方政策", "local policy"),
            Binding::Practice => text!("不是规范条文", "engineering practice"),
        }
    }
}
