//! What to do about findings of a code, in a sentence: for the meeting, where nobody looks at single cells.
//!
//! What always holds: every code of `survey` and `assess` has one (tested); it names no value and no unit.

use crate::lang::Text;
use crate::text;

/// What to do.
pub fn to_do(code: &str) -> Text {
    match code {
        "S001" | "S002" => {
            text!("已照常读取；抽看几行有没有乱码", "read as it is: look at a few rows for garbled text")
        }
        "S003" | "S004" => text!(
            "用 Excel 打开该文件，看各列有没有错位，改好另存",
            "open the file, see whether columns have moved, and save it again"
        ),
        "S005" | "S006" | "S009" => text!(
            "不影响其余数据；如有要用的内容，抄进表里",
            "nothing else is affected: copy into the table what is needed"
        ),
        "S008" | "S010" | "S012" | "S014" | "S015" | "S017" => text!(
            "用 Excel 或 WPS 打开，另存为 .xlsx 再评估",
            "open it in Excel or WPS, save it as .xlsx, assess again"
        ),
        "S011" => text!("问一问填表人，是不是交错了文件", "ask whoever filled it in whether it is the right file"),
        "S013" => text!("去掉密码后另存，再评估", "save it without its password, assess again"),
        "S016" => text!(
            "用 Excel 打开后另存为 .xlsx，或用 --encoding 指明编码",
            "save it as .xlsx, or name its encoding with --encoding"
        ),
        "S018" | "S019" => text!(
            "拆成几个小一点的文件（如一个居民区一个）再评估",
            "divide it, a file a residents' committee, and assess again"
        ),
        "S020" | "S025" | "S026" | "S027" | "S028" | "S029" | "S031" | "S032" | "S034" | "S036" | "S058" => {
            text!(
                "这一格按不知道处理；问填表人或现场核实后，在 corrections.xlsx 里改",
                "the cell counts as unknown: ask or look, then mend it in corrections.xlsx"
            )
        }
        "S021" => text!(
            "按写的数评估；靠近界线的请复测（见“总览”的采信数据）",
            "read as the number: measure again what is near a threshold (see the overview)"
        ),
        "S022" | "S061" => {
            text!("范围内结论都一样的不用管；未定的请实测", "measure where the class is open; nothing to do elsewhere")
        }
        "S023" | "S024" => text!(
            "多半是单位或小数点写错，这一格按不知道处理；核对后在 corrections.xlsx 里改",
            "mostly a wrong unit of measure or decimal point; unknown until mended in corrections.xlsx"
        ),
        "S030" | "S054" => text!(
            "划掉的不采用；其实有效的，去掉删除线",
            "what is struck through is not used: remove the line where it is valid"
        ),
        "S033" | "S037" | "S038" => text!("已按最可能的意思读取；抽查几处", "read as most likely meant: look at a few"),
        "S035" | "S076" => text!("已照上面的格填入；抽查几处", "filled in from above: look at a few"),
        "S040" | "S041" | "S042" | "S043" | "S044" | "S045" | "S047" | "S049" | "S050" | "S066" => {
            text!(
                "看表头：要用的列改成字段表里的名字，或写一份对应文件（--mapping）；不要的不用管",
                "look at the headers: use the dictionary's names or a mapping file (--mapping); ignore what is not needed"
            )
        }
        "S046" | "S068" => text!("表旁的内容要用的，移到单独的工作表", "move what is needed to a sheet of its own"),
        "S048" | "S056" | "S057" | "S077" => text!("不用处理", "nothing to do"),
        "S051" | "S052" | "S053" | "S055" => text!(
            "补全或改正小区、楼号、门号，一个门一行，在 corrections.xlsx 里改",
            "complete the key, a row a unit, in corrections.xlsx"
        ),
        "S059" | "S067" => {
            text!("把管线等逐项列成清单，或分列填写", "list the items row by row, or in columns of their own")
        }
        "S060" => text!("同一个门的几行已合并；抽查几处", "rows of one unit were put together: look at a few"),
        "S062" | "S065" => text!(
            "两处写法矛盾，按不知道处理；核实哪一处对，在 corrections.xlsx 里改",
            "two places contradict, so it is unknown: find out which is right, mend it in corrections.xlsx"
        ),
        "S063" | "S071" => {
            text!("看是不是同一个门；是的话写成一样", "see whether they are one unit; if so, write them alike")
        }
        "S064" => text!(
            "清单里的门号在调查表里找不到：改门号，或补调查",
            "no such unit in the survey: mend the key, or survey it"
        ),
        "S070" => text!(
            "总表漏了，还是门号写错了？核对后改其中一处",
            "is the roster incomplete or the key wrong? mend one of them"
        ),
        "S072" => text!("总表里重复的行，删去一行", "delete the second row from the roster"),
        "S073" => text!("已照改动采用", "used as corrected"),
        "S074" | "S075" => text!(
            "看改动是否还对得上原表；重新下载 corrections.xlsx 再改",
            "see whether the correction still fits the survey; start from the new corrections.xlsx"
        ),
        "S078" | "S079" => {
            text!("看对应文件（--mapping）里的文件名、表名、列名", "look at the names in the mapping file (--mapping)")
        }
        "S080" => text!(
            "规则的查表缺这一行：核对写法，或请管规则的人补上",
            "the rules' table lacks the row: check the text, or have it added"
        ),
        "S081" => text!(
            "核实该写法是什么意思；常用的请补进字段表",
            "find out what the text means; add it to the dictionary if it is common"
        ),
        "S082" => text!(
            "没有评估项适用于这些单元：核对基本情况是否填错",
            "no criterion applies to these units: check their basic data"
        ),
        "S083" | "S084" | "S085" => text!(
            "决定表里的这一行没有采用：单元名照调查表写全，结论写三类之一",
            "the row of decisions is not used: name the unit as the survey does, and one of the three classes"
        ),
        "S086" => text!("核对决定表，只留一条，或写明日期", "look at the decisions: keep one, or date them"),
        "S087" => text!("已按后来的决定采用", "the later decision is used"),
        "S088" => text!("评估结论变了：请原决定单位重新决定", "the class has changed: have it decided anew"),
        "S089" => text!("下次用这次写出的 decisions.csv", "next time, use the decisions.csv of this run"),
        "S090" => text!("已经决定的，请补上结论", "fill in the class of those that are decided"),
        _ => text!("逐条见 findings.csv", "see findings.csv"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::finding::CODES;

    #[test]
    fn every_code_has_something_to_do() {
        let unknown = to_do("S999");
        let without: Vec<&str> = CODES.iter().map(|code| code.0).filter(|code| to_do(code) == unknown).collect();
        assert!(without.is_empty(), "{without:?}");
    }
}
