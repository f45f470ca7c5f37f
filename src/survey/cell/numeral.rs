//! Chinese numerals as people write them in a form: 六, 十二, 一百零五, 一点二, 一九八七.
//!
//! What always holds: what comes out is plain ASCII digits for [`crate::quantity::Decimal`] to read. Two figures
//! side by side (`三四层`: three or four) are no number, but where a caller asks for digits one by one, as years
//! are written. 万 and 亿 are units of money, not read here.

/// The figure that a character stands for.
fn figure(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '俩' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1000,
        _ => return None,
    })
}

/// A number at the front of `text`, as plain digits, and what follows it.
pub fn leading_numeral(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c| figure(c).is_none() && power(c).is_none()).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    let whole = positional(run)?;
    if let Some(after) = rest.strip_prefix('点')
        && let Some((decimals, rest)) = leading_figures(after)
    {
        return Some((format!("{whole}.{decimals}"), rest));
    }
    Some((whole.to_string(), rest))
}

/// Figures at the front of `text` one by one, `一九八七`, as plain digits, and what follows them.
pub fn leading_figures(text: &str) -> Option<(String, &str)> {
    let end = text.find(|c| figure(c).is_none()).unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    let digits: String = run.chars().filter_map(figure).filter_map(|n| char::from_digit(n, 10)).collect();
    (!digits.is_empty()).then_some((digits, rest))
}

fn positional(run: &str) -> Option<u32> {
    let (mut total, mut pending, mut last_power, mut after_zero) = (0_u32, None, u32::MAX, false);
    for c in run.chars() {
        if let Some(n) = figure(c) {
            match pending {
                None | Some(0) => pending = Some(n),
                Some(_) => return None,
            }
            after_zero |= n == 0;
        } else {
            let power = power(c)?;
            // 十二 has no figure before its 十, 百 and 千 always have one; powers only fall.
            let times = match pending.take() {
                Some(0) | None if power == 10 && (total == 0 || after_zero) => 1,
                Some(n) if n > 0 => n,
                _ => return None,
            };
            if power >= last_power {
                return None;
            }
            total += times * power;
            last_power = power;
            after_zero = false;
        }
    }
    match pending {
        // 一百二 is 120, 一百零二 is 102.
        Some(n) if (100..=1000).contains(&last_power) && !after_zero => Some(total + n * last_power / 10),
        Some(n) => Some(total + n),
        None if run.is_empty() => None,
        None => Some(total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_as_people_write_them() {
        for (text, number, rest) in [
            ("六层", "6", "层"),
            ("十", "10", ""),
            ("十二", "12", ""),
            ("二十", "20", ""),
            ("二十八万", "28", "万"),
            ("一百零五", "105", ""),
            ("一百二", "120", ""),
            ("一千二百三十四", "1234", ""),
            ("两米", "2", "米"),
            ("一点二五米", "1.25", "米"),
            ("零", "0", ""),
            ("零点八", "0.8", ""),
        ] {
            assert_eq!(leading_numeral(text), Some((number.to_string(), rest)), "{text}");
        }
        for text in ["", "三四层", "百", "十百", "一九八七", "层"] {
            assert_eq!(leading_numeral(text), None, "{text}");
        }
        assert_eq!(leading_figures("一九八七年"), Some(("1987".to_string(), "年")));
    }
}
