//! The formats of cells that all workbooks share.
//!
//! What always holds: a font that WPS, Excel and LibreOffice all have or replace alike is left to the program; colours
//! are those of [`palette`](crate::report::palette).

use crate::report::palette;
use crate::rules::ruleset::Grade;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const LINE: Color = Color::RGB(0xC9CED6);
const HEAD: Color = Color::RGB(0x24476B);
const BAND: Color = Color::RGB(0xEEF2F6);
const FAINT: Color = Color::RGB(0x5B6470);

/// The formats.
#[derive(Clone, Debug)]
pub struct Looks {
    /// The title of a sheet
    pub title: Format,
    /// What is said below it, and elsewhere in small
    pub note: Format,
    /// The head of a part of a sheet
    pub section: Format,
    /// The header of a table: white on dark, wrapped, in the middle
    pub header: Format,
    /// A text, one line
    pub text: Format,
    /// A text of several lines
    pub wrapped: Format,
    /// A whole number
    pub count: Format,
    /// A number as it is
    pub number: Format,
    /// A share of one: `37.5%`
    pub share: Format,
    /// The last row of a table, which adds up the others: a text, a whole number, a share
    pub total: [Format; 3],
}

impl Default for Looks {
    fn default() -> Looks {
        let cell = || {
            Format::new()
                .set_font_size(10)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_border_color(LINE)
        };
        let total = || cell().set_bold().set_background_color(BAND);
        Looks {
            title: Format::new().set_bold().set_font_size(16).set_font_color(HEAD),
            note: Format::new().set_font_size(9).set_font_color(FAINT),
            section: Format::new().set_bold().set_font_size(12).set_font_color(HEAD),
            header: cell()
                .set_bold()
                .set_font_color(Color::White)
                .set_background_color(HEAD)
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            text: cell(),
            wrapped: cell().set_text_wrap().set_align(FormatAlign::Top),
            count: cell().set_num_format("#,##0"),
            number: cell(),
            share: cell().set_num_format("0.0%"),
            total: [total(), total().set_num_format("#,##0"), total().set_num_format("0.0%")],
        }
    }
}

impl Looks {
    /// A cell that says a class or a grade.
    pub fn class(&self, class: Grade) -> Format {
        let colours = palette::of(class);
        self.text
            .clone()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(colours.tint))
            .set_font_color(Color::RGB(colours.ink))
    }
}
