//! Looks at the markup of a part as it is unpacked, before any parser does: a parser holds a whole tag or text at a
//! time, and an element of each kind that it knows.
//!
//! What always holds: memory is constant whatever arrives; markup is cut up as quick-xml does it (tags end outside
//! quotes, comments and the like at their own ends), so no tag or text is longer than what was counted here. Text
//! counts by the cell, for a cell's text may come in pieces. Deliberately absent: whether the markup is right.

use memchr::{memchr, memchr3};

/// What a part must not exceed.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Bytes of one tag, or of the text of one cell
    pub text_bytes: usize,
    /// Cells
    pub cells: u64,
    /// Shared texts
    pub texts: u64,
    /// Elements of other kinds outside the cells: formats, names, relations
    pub others: u64,
    /// Tags, comments and the like of any kind
    pub marks: u64,
}

/// What is wrong with a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has a document type definition
    Dtd,
    /// A tag or a cell's text is too long
    LongText,
    /// It has too many cells
    Cells,
    /// It has too many shared texts
    Texts,
    /// It has too many other elements
    Others,
    /// It has too many tags, comments and the like
    Marks,
    /// Elements stand within elements too deep
    Depth,
}

/// Elements of workbooks stand within some twenty others at most.
const DEPTH: u32 = 256;
/// Longer than any name that matters and than `![CDATA[`.
const HEAD: usize = 24;

#[derive(Clone, Copy, PartialEq)]
enum At {
    /// Between tags
    Text,
    /// After `<`, before it is clear of what
    Opening,
    /// In a tag, after its name
    Tag,
    /// In a quoted value of a tag
    Quoted(u8),
    /// In a comment, a CDATA section or an instruction, that ends with these two bytes and `>`
    Until([u8; 2]),
}

/// The state between two pieces of a part.
pub struct MarkupScan {
    budget: Budget,
    at: At,
    /// What stands after `<`, so far as it is kept
    head: [u8; HEAD],
    head_length: usize,
    /// The last two bytes of a tag, comment and the like
    last: [u8; 2],
    /// Bytes of the tag, and of the text of the cell
    tag: usize,
    text: usize,
    within_cell: bool,
    depth: u32,
    /// Cells so far
    pub cells: u64,
    /// Shared texts so far
    pub texts: u64,
    others: u64,
    marks: u64,
}

impl MarkupScan {
    /// At the beginning of a part.
    pub fn new(budget: Budget) -> MarkupScan {
        MarkupScan {
            budget,
            at: At::Text,
            head: [0; HEAD],
            head_length: 0,
            last: [0; 2],
            tag: 0,
            text: 0,
            within_cell: false,
            depth: 0,
            cells: 0,
            texts: 0,
            others: 0,
            marks: 0,
        }
    }

    /// Looks at the next bytes.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<(), Fault> {
        while !bytes.is_empty() {
            let taken = match self.at {
                At::Text => self.text(bytes)?,
                At::Opening => self.opening(bytes)?,
                At::Tag => self.tag(bytes)?,
                At::Quoted(quote) => {
                    let end = memchr(quote, bytes);
                    if end.is_some() {
                        self.at = At::Tag;
                        // So that a `/` in front of the quote is not taken for the tag's own.
                        self.last = [0, quote];
                    }
                    self.grow(end.map_or(bytes.len(), |end| end + 1))?
                }
                At::Until(end) => self.until(end, bytes)?,
            };
            bytes = bytes.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    fn text(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        let found = memchr(b'<', bytes);
        let length = found.unwrap_or(bytes.len());
        self.add_text(length)?;
        if found.is_none() {
            return Ok(length);
        }
        self.marks += 1;
        if self.marks > self.budget.marks {
            return Err(Fault::Marks);
        }
        let rest = bytes.get(length + 1..).unwrap_or_default();
        if let Some(end) = short_tag_end(rest).filter(|end| *end < self.budget.text_bytes) {
            let tag = rest.get(..end).unwrap_or_default();
            let name = tag.get(..name_length(tag, 0).unwrap_or(end)).unwrap_or_default();
            self.close(name, end > name.len() && tag.last() == Some(&b'/'))?;
            return Ok(length + end + 2);
        }
        (self.at, self.head_length, self.tag) = (At::Opening, 0, 1);
        Ok(length + 1)
    }

    fn opening(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        let is_mark = |first: u8| matches!(first, b'!' | b'?');
        let first = if self.head_length == 0 { bytes.first() } else { self.head.first() };
        if first.is_some_and(|first| is_mark(*first)) {
            return self.mark(bytes);
        }
        let found = name_length(bytes, self.head_length);
        let length = found.unwrap_or(bytes.len());
        let room = self.head.iter_mut().skip(self.head_length);
        let kept = room.zip(bytes.iter().take(length)).map(|(place, byte)| *place = *byte).count();
        self.head_length += kept;
        if found.is_some() {
            (self.at, self.last) = (At::Tag, [0; 2]);
        }
        self.grow(length)
    }

    /// What begins with `<!` or `<?`.
    fn mark(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        for (at, byte) in bytes.iter().enumerate() {
            // `<!-` and `<![` can be but a comment and a CDATA section; their ends do not count before theirs begins.
            let (end, length) = match self.head.get(..self.head_length).unwrap_or_default() {
                [b'?', ..] => ([0, b'?'], 1),
                [b'!', b'-', ..] => ([b'-', b'-'], 3),
                [b'!', b'[', ..] => ([b']', b']'], 8),
                [b'!', _, ..] => return Err(Fault::Dtd),
                _ => ([0; 2], usize::MAX),
            };
            if self.head_length >= length {
                (self.at, self.last) = (At::Until(end), [0; 2]);
                return self.grow(at);
            }
            if let Some(place) = self.head.get_mut(self.head_length) {
                *place = *byte;
                self.head_length += 1;
            }
        }
        self.grow(bytes.len())
    }

    fn tag(&mut self, bytes: &[u8]) -> Result<usize, Fault> {
        let found = memchr3(b'>', b'"', b'\'', bytes);
        let length = found.unwrap_or(bytes.len());
        self.keep_last(bytes.get(..length).unwrap_or_default());
        self.grow(length)?;
        let Some(byte) = found.and_then(|at| bytes.get(at)) else { return Ok(length) };
        if *byte == b'>' {
            self.at = At::Text;
            let head = self.head;
            self.close(head.get(..self.head_length).unwrap_or_default(), self.last[1] == b'/')?;
        } else {
            self.at = At::Quoted(*byte);
        }
        Ok(length + 1)
    }

    fn until(&mut self, end: [u8; 2], bytes: &[u8]) -> Result<usize, Fault> {
        let found = memchr(b'>', bytes);
        let length = found.unwrap_or(bytes.len());
        self.keep_last(bytes.get(..length).unwrap_or_default());
        // A CDATA section is a cell's text.
        if end == [b']', b']'] {
            self.add_text(length)?;
        }
        self.grow(length + 1)?;
        if found.is_none() {
            return Ok(length);
        }
        if self.last[1] == end[1] && (end[0] == 0 || self.last[0] == end[0]) {
            self.at = At::Text;
        } else {
            self.last = [0, b'>'];
        }
        Ok(length + 1)
    }

    fn keep_last(&mut self, bytes: &[u8]) {
        match bytes {
            [] => {}
            [one] => self.last = [self.last[1], *one],
            [.., before, last] => self.last = [*before, *last],
        }
    }

    fn grow(&mut self, bytes: usize) -> Result<usize, Fault> {
        self.tag = self.tag.saturating_add(bytes);
        if self.tag > self.budget.text_bytes { Err(Fault::LongText) } else { Ok(bytes) }
    }

    fn add_text(&mut self, bytes: usize) -> Result<(), Fault> {
        self.text = self.text.saturating_add(bytes);
        if self.text > self.budget.text_bytes { Err(Fault::LongText) } else { Ok(()) }
    }

    /// A tag has ended that begins with this, and is closed by itself or not.
    fn close(&mut self, head: &[u8], closed: bool) -> Result<(), Fault> {
        let (ends, name) = match head {
            [b'/', name @ ..] => (true, name),
            name => (false, name),
        };
        let colon = name.iter().position(|byte| *byte == b':');
        let local = colon.and_then(|colon| name.get(colon + 1..)).unwrap_or(name);
        let is_cell = matches!(local, b"c" | b"table-cell" | b"covered-table-cell");
        if is_cell || local == b"si" {
            self.within_cell = !ends && !closed;
            self.text = 0;
        } else if !self.within_cell {
            self.text = 0;
        }
        if ends {
            self.depth = self.depth.saturating_sub(1);
            return Ok(());
        }
        self.depth += u32::from(!closed);
        let (count, most, fault) = match local {
            _ if is_cell => (&mut self.cells, self.budget.cells, Fault::Cells),
            b"si" => (&mut self.texts, self.budget.texts, Fault::Texts),
            // Rows and what is within cells: there cannot be many more than bytes allow, and nothing is held for them.
            b"row" | b"table-row" => return if self.depth > DEPTH { Err(Fault::Depth) } else { Ok(()) },
            _ if self.within_cell => return if self.depth > DEPTH { Err(Fault::Depth) } else { Ok(()) },
            _ => (&mut self.others, self.budget.others, Fault::Others),
        };
        *count += 1;
        match () {
            () if *count > most => Err(fault),
            () if self.depth > DEPTH => Err(Fault::Depth),
            () => Ok(()),
        }
    }
}

/// Where a tag ends whose bytes these are, if soon: most tags are so short that looking at each byte is the quickest.
fn short_tag_end(bytes: &[u8]) -> Option<usize> {
    if let None | Some(b'!' | b'?') = bytes.first() {
        return None;
    }
    let mut quote = 0;
    for (at, byte) in bytes.iter().take(160).enumerate() {
        match byte {
            byte if quote != 0 => quote = if *byte == quote { 0 } else { quote },
            b'>' => return Some(at),
            b'"' | b'\'' => quote = *byte,
            _ => {}
        }
    }
    None
}

/// Where the name of a tag ends, of which so many bytes are known. The `/` of an end tag is part of its name here.
fn name_length(bytes: &[u8], known: usize) -> Option<usize> {
    let ends = |(at, byte): (usize, &u8)| match byte {
        b'/' => at + known > 0,
        byte => matches!(byte, b'>' | b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\''),
    };
    bytes.iter().enumerate().position(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: Budget = Budget { text_bytes: 40, cells: 4, texts: 2, others: 6, marks: 5_000 };

    /// What comes of a part, the same however it is cut up.
    fn scanned(part: &str) -> Result<(u64, u64), Fault> {
        let of_pieces = |length: usize| {
            let mut scan = MarkupScan::new(BUDGET);
            part.as_bytes().chunks(length).try_for_each(|piece| scan.feed(piece)).map(|()| (scan.cells, scan.texts))
        };
        let whole = of_pieces(usize::MAX);
        (1..8).for_each(|length| assert_eq!(of_pieces(length), whole, "{part} in pieces of {length}"));
        whole
    }

    #[test]
    fn cells_texts_and_other_elements_are_counted_by_their_names() {
        assert_eq!(
            scanned("<row><c r='A1'/><x:c><x:v>1</x:v></x:c><cols><col/></cols><table:table-cell/></row>"),
            Ok((3, 0))
        );
        assert_eq!(scanned("<c/><c/><c></c><c/>"), Ok((4, 0)));
        assert_eq!(scanned("<c/><c/><c></c><c/><c>"), Err(Fault::Cells));
        assert_eq!(scanned("<sst><si/><si></si></sst>"), Ok((0, 2)));
        assert_eq!(scanned("<sst><si/><si></si><si>"), Err(Fault::Texts));
        assert_eq!(scanned("<xf/><xf/><xf/><xf/><xf/><xf/>"), Ok((0, 0)));
        assert_eq!(scanned("<xf/><xf/><xf/><xf/><xf/><xf/><xf/>"), Err(Fault::Others));
        // Within a cell, nothing is held of them.
        assert_eq!(scanned("<c><f/><v/><is/><f/><v/><is/><f/><v/></c>"), Ok((1, 0)));
    }

    #[test]
    fn what_stands_in_values_comments_and_the_like_is_no_tag() {
        assert_eq!(
            scanned("<?xml <c/> > ?><a v='<c/>' w=\"<c>\"/><!--<c/>--><!---><c/>--><![CDATA[<c/>]]>]]><c/>"),
            Ok((1, 0))
        );
        assert_eq!(scanned("<?><c/>?><!---><c/>--><><c/></><c/>"), Ok((2, 0)));
    }

    #[test]
    fn the_text_of_a_cell_is_one_however_it_is_written() {
        let nine = "123456789";
        assert_eq!(scanned(&format!("<c><t>{nine}{nine}</t><t>{nine}{nine}</t></c>")), Ok((1, 0)));
        for part in [
            format!("<c>{nine}{nine}{nine}{nine}12345"),
            format!("<c><t>{nine}{nine}</t><t>{nine}{nine}</t>12345"),
            format!("<c>{nine}{nine}<!---->{nine}{nine}<![CDATA[12345]]>"),
            format!("<c {nine}{nine}{nine}{nine}{nine}"),
            format!("<c{nine}{nine}{nine}{nine}{nine}"),
            format!("<c v='{nine}>{nine}<{nine}>{nine}'"),
            format!("<!-- {nine}>{nine}<{nine}>{nine}"),
            format!("<? {nine}>{nine}<{nine}>{nine}-->"),
        ] {
            assert_eq!(scanned(&part), Err(Fault::LongText), "{part}");
        }
        // Texts of several cells, and between other elements, are several.
        assert_eq!(scanned(&format!("<c>{nine}{nine}{nine}</c><c>{nine}{nine}{nine}</c>")), Ok((2, 0)));
        assert_eq!(scanned(&format!("<a>{nine}{nine}{nine}</a><a>{nine}{nine}{nine}</a>")), Ok((0, 0)));
    }

    #[test]
    fn document_types_and_endless_nesting_are_faults() {
        for part in ["<!DOCTYPE x>", "<!doctype x>", "<a/><!ENTITY x>", "<!x", "<! "] {
            assert_eq!(scanned(&format!("{part} ")), Err(Fault::Dtd), "{part}");
        }
        assert_eq!(scanned("<a v='<!DOCTYPE'/>"), Ok((0, 0)));
        assert_eq!(scanned(&format!("<c>{}", "<i>".repeat(300))), Err(Fault::Depth));
        assert_eq!(scanned(&format!("<c>{}", "<i></i><b v='/'/>".repeat(300))), Ok((1, 0)));
    }
}
