//! What is said to people is said in Chinese and in English, side by side where it is made, so that the two
//! cannot drift apart. Codes, keys and file names are never translated. There is no catalogue to look up.

use std::fmt;

/// The language of messages; Chinese unless asked otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The one of two texts that this language wants.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }
}

/// One message in both languages. English: lower case, no full stop, input in backticks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl Text {
    /// The message in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.zh, &self.en)
    }

    /// A message that reads the same in both languages (a name, a number).
    pub fn same(text: impl Into<String>) -> Text {
        let zh = text.into();
        Text { en: zh.clone(), zh }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.zh)
    }
}

/// `text!("找不到 `{name}`", "no such name `{name}`")`: both languages of one message, formatted from the same
/// names in scope.
#[macro_export]
macro_rules! text {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::lang::Text { zh: format!($zh), en: format!($en) }
    };
}
