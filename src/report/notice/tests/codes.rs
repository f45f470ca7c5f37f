//! The code on a page, read back from its drawing and held against a fresh one.

use super::{file, page, small};
use crate::lang::Lang;
use crate::report::notice::qr;
use crate::report::wishes::Wishes;

#[test]
fn the_code_is_the_address_of_the_page_and_absent_without_one() {
    let without = small(Lang::Zh, &Wishes::default());
    assert!(without.iter().all(|(_, text)| !text.contains("<svg")));
    let base = Some("https://example.org/加梯".to_string());
    let files = small(Lang::Zh, &Wishes { base_address: base, ..Wishes::default() });
    let page = page(file(&files, "units/甲小区.html"), "1");
    assert!(page.contains("https://example.org/加梯/units/甲小区.html#1</p>"), "{page}");
    let path = page.split("<path d=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let side = page.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    let drawn = modules(&qr::Drawing { side: side.parse().unwrap(), path: path.into() });
    let encoded = "https://example.org/%E5%8A%A0%E6%A2%AF/units/%E7%94%B2%E5%B0%8F%E5%8C%BA.html#1";
    let code = qrcode::QrCode::with_error_correction_level(encoded, qrcode::EcLevel::M).unwrap();
    let dark: Vec<bool> = code.to_colors().into_iter().map(|colour| colour == qrcode::Color::Dark).collect();
    assert_eq!(drawn, dark);
}

/// The modules that a drawing darkens, row by row, without its quiet zone.
fn modules(drawing: &qr::Drawing) -> Vec<bool> {
    let inner = drawing.side - 2 * qr::QUIET;
    let mut modules = vec![false; inner * inner];
    let (mut x, mut y) = (0, 0);
    let mut rest = drawing.path.as_str();
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 1);
        let numbers: Vec<f64> = rest[1..end].split(' ').map(|number| number.parse().unwrap()).collect();
        match command {
            'M' => (x, y) = (numbers[0] as usize, numbers[1] as usize),
            'm' => x += numbers[0] as usize,
            'h' => {
                for _ in 0..numbers[0] as usize {
                    modules[(y - qr::QUIET) * inner + x - qr::QUIET] = true;
                    x += 1;
                }
            }
            other => panic!("{other}"),
        }
        rest = &rest[end..];
    }
    modules
}
