//! What is said to people is said in Chinese and in English, side by side where it is made, so that the two
//! cannot drift apart. Codes, keys and file names are never translated. There is no catalogue to look up.

use crate::text;
use std::{fmt, io};

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

/// What an operating system's error means, in words; its own text where there is none better.
pub fn io_reason(error: &io::Error) -> Text {
    use io::ErrorKind as K;
    match error.kind() {
        K::NotFound => text!("不存在", "it does not exist"),
        K::PermissionDenied => {
            text!("没有权限，或文件正被其他程序打开", "permission denied, or another program holds it open")
        }
        K::AlreadyExists => text!("已经存在", "it exists already"),
        K::StorageFull => text!("磁盘已满", "the disk is full"),
        K::QuotaExceeded => text!("磁盘配额已用完", "the disk quota is used up"),
        K::FileTooLarge => text!("文件太大", "the file is too large"),
        K::ReadOnlyFilesystem => text!("磁盘是只读的", "the disk is read-only"),
        K::NotADirectory => text!("路径中有一段不是文件夹", "a part of the path is not a folder"),
        K::IsADirectory => text!("是文件夹", "it is a folder"),
        K::InvalidFilename => text!("文件名无效或太长", "the file name is invalid or too long"),
        _ => Text::same(error.to_string()),
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
