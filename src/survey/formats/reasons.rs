//! What the reader libraries say of a damaged file → what people are told.
//!
//! What always holds: in English the library's own words stand; in Chinese its usual complaints are said in Chinese, and
//! others are quoted in a sentence that says whose words they are. Deliberately absent: what to do, which is the same
//! for all damage (`OpenError::damaged`).

use crate::lang::Text;

/// Words of the libraries' complaints, and what they come to; the first that fits counts.
const USUAL: &[(&str, &str)] = &[
    ("string index not found", "有的格所指的文字不存在"),
    ("shared strings", "共用文字表读不懂"),
    ("cannot decode input", "内部文件的编码不是 UTF-8，或有坏字节"),
    ("Worksheet '", "目录里列着的工作表找不到"),
    ("File not found", "缺少必需的内部文件"),
    ("Relationship not found", "内部文件之间的对应关系缺失"),
    ("unexpected end", "内部文件后半截丢了"),
    ("end of xml", "内部文件后半截丢了"),
    ("End of stream", "里面的记录后半截丢了"),
    ("points past end of file", "目录指到了文件之外，可能后半截丢了"),
    ("Cfb error", "文件的目录已损坏"),
    ("invalid Zip archive", "压缩包的目录已损坏，可能后半截丢了"),
    ("Invalid checksum", "压缩包里的数据与校验值不符"),
    ("corrupt deflate", "压缩包里的数据已损坏"),
    ("Xml error", "内部文件的标记不合规格"),
    ("attribute", "内部文件的标记不合规格"),
    ("Parse ", "有的数写得不合规格"),
    ("Range is missing", "有的格写错了位置"),
    ("alphanumeric", "有的格写错了位置"),
    ("number overflow", "有的格写错了位置"),
];

/// A library's complaint in both languages.
pub fn complaint(words: &str) -> Text {
    let usual = USUAL.iter().find(|(piece, _)| words.contains(piece));
    let zh = usual.map_or_else(|| format!("内部结构不合规格（读取程序库的原话：{words}）"), |(_, zh)| (*zh).into());
    Text { zh, en: words.into() }
}

#[cfg(test)]
mod tests {
    use super::complaint;

    #[test]
    fn usual_complaints_are_said_in_chinese_and_others_are_quoted_as_such() {
        for (words, zh) in [
            ("Cell string index not found in shared strings table", "有的格所指的文字不存在"),
            ("invalid Zip archive: Invalid CDFH offset in EOCD", "压缩包的目录已损坏，可能后半截丢了"),
            ("Cfb error: Sector 79 points past end of file", "目录指到了文件之外，可能后半截丢了"),
            ("something new", "内部结构不合规格（读取程序库的原话：something new）"),
        ] {
            assert_eq!((complaint(words).zh.as_str(), complaint(words).en.as_str()), (zh, words));
        }
    }
}
