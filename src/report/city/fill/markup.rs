//! The tags of a part of a workbook, each with where it stands, so that it can be replaced and all around it kept.
//!
//! What always holds: whatever prefix the workbook's own names have, they come out without it, and those of other
//! vocabularies come out empty; a part that is not well-formed ends in an error. Deliberately absent: text between tags.

use super::FillError;
use crate::text;
use quick_xml::NsReader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use std::borrow::Cow;
use std::ops::Range;

/// How a tag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// `<c>`
    Open,
    /// `</c>`
    Close,
    /// `<c/>`
    Alone,
}

/// A tag.
#[derive(Clone, Debug)]
pub struct Tag<'s> {
    /// As written, `<x:c r="B5">`
    pub text: &'s str,
    /// Where it stands in the part
    pub at: Range<usize>,
    /// Whether it opens, closes or does both
    pub stands: Stands,
    /// The name as written, `x:c`
    pub name: &'s str,
}

/// The tags of a part, one after another.
pub struct Tags<'s> {
    source: &'s str,
    /// Where the reader began
    before: usize,
    reader: NsReader<&'s [u8]>,
    vocabulary: &'static [&'static str],
    path: Vec<&'s str>,
    closed: bool,
    begun: bool,
}

impl<'s> Tags<'s> {
    /// Those of a part that is written in one of these vocabularies.
    pub fn new(source: &'s str, vocabulary: &'static [&'static str]) -> Tags<'s> {
        // The reader passes over a mark of byte order and does not count it.
        let bare = source.trim_start_matches('\u{feff}');
        let reader = NsReader::from_str(bare);
        let before = source.len() - bare.len();
        Tags { source, before, reader, vocabulary, path: Vec::new(), closed: false, begun: false }
    }

    /// The names of the elements that the last tag stands in, its own last; empty those of other vocabularies.
    pub fn path(&self) -> &[&'s str] {
        &self.path
    }

    /// The next tag.
    pub fn next(&mut self) -> Result<Option<Tag<'s>>, FillError> {
        if std::mem::take(&mut self.closed) {
            self.path.pop();
        }
        loop {
            let start = self.position();
            let (resolved, event) = self.reader.read_resolved_event().map_err(|error| {
                let error = error.to_string();
                FillError::damaged(text!("标记有误（{error}）", "its markup is wrong ({error})"))
            })?;
            let ours = matches!(resolved, ResolveResult::Bound(space) if self.vocabulary.contains(&space.0));
            let (stands, length) = match &event {
                Event::Start(tag) => (Stands::Open, tag.name().0.len()),
                Event::Empty(tag) => (Stands::Alone, tag.name().0.len()),
                Event::End(tag) => (Stands::Close, tag.name().0.len()),
                Event::Eof if self.path.is_empty() && self.begun => return Ok(None),
                Event::Eof => return Err(broken_off()),
                _ => continue,
            };
            let at = start..self.position();
            // A tag is as long as its name and what surrounds it.
            let text = self.source.get(at.clone()).ok_or_else(broken_off)?;
            let after = if stands == Stands::Close { 2 } else { 1 };
            let name = text.get(after..after + length).ok_or_else(broken_off)?;
            if stands != Stands::Close {
                let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
                self.path.push(if ours { local } else { "" });
            }
            self.begun = true;
            self.closed = stands != Stands::Open;
            return Ok(Some(Tag { text, at, stands, name }));
        }
    }

    fn position(&self) -> usize {
        // A part that is held in memory is not longer than memory is.
        usize::try_from(self.reader.buffer_position()).map_or(usize::MAX, |at| at.saturating_add(self.before))
    }
}

fn broken_off() -> FillError {
    FillError::damaged(text!("后半截丢了", "it breaks off"))
}

impl<'s> Tag<'s> {
    /// What an attribute says, escapes resolved.
    pub fn get(&self, name: &str) -> Option<Cow<'s, str>> {
        let found = self.attributes().find(|attribute| attribute.name == name)?;
        Some(unescape(found.value).unwrap_or(Cow::Borrowed(found.value)))
    }

    /// What the attribute of that name says, whatever prefix it has: `r:id`.
    pub fn get_prefixed(&self, local: &str) -> Option<Cow<'s, str>> {
        let prefixed = |name: &str| name.rsplit_once(':').is_some_and(|(_, after)| after == local);
        let found = self.attributes().find(|attribute| prefixed(attribute.name))?;
        Some(unescape(found.value).unwrap_or(Cow::Borrowed(found.value)))
    }

    /// The tag without some attributes and with others, the rest as written.
    pub fn changed(&self, without: &[&str], with: &str) -> String {
        self.ending_in(if self.stands == Stands::Alone { "/>" } else { ">" }, without, with)
    }

    /// The same as an opening tag, where it stood alone.
    pub fn opening(&self, without: &[&str], with: &str) -> String {
        self.ending_in(">", without, with)
    }

    fn ending_in(&self, end: &str, without: &[&str], with: &str) -> String {
        let old_end = if self.stands == Stands::Alone { "/>" } else { ">" };
        let mut out = self.text.strip_suffix(old_end).unwrap_or(self.text).trim_end().to_owned();
        let gone: Vec<Attribute> = self.attributes().filter(|a| without.contains(&a.name)).collect();
        for attribute in gone.iter().rev() {
            out.replace_range(attribute.at.clone(), "");
        }
        out + with + end
    }

    /// The prefix of its name with the colon, if it has one.
    pub fn prefix(&self) -> &'s str {
        self.name.rfind(':').and_then(|colon| self.name.get(..=colon)).unwrap_or_default()
    }

    fn attributes(&self) -> impl Iterator<Item = Attribute<'s>> + use<'s> {
        let text = self.text;
        let mut from = 1 + self.name.len();
        std::iter::from_fn(move || {
            let rest = text.get(from..)?;
            let equals = rest.find('=')?;
            let (name, after) = (rest.get(..equals)?.trim(), rest.get(equals + 1..)?);
            let value = after.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let length = value.get(1..)?.find(quote)?;
            let end = text.len() - value.len() + length + 2;
            let attribute = Attribute { name, value: value.get(1..=length)?, at: from..end };
            from = end;
            Some(attribute)
        })
    }
}

/// An attribute, with where it stands in its tag, the space before it belonging.
struct Attribute<'s> {
    name: &'s str,
    value: &'s str,
    at: Range<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_place_whatever_their_prefix() {
        let part = "\u{feff}<?xml version='1.0'?><x:a xmlns:x='urn:a' xmlns='urn:b'>\n <b/><!-- <x:c/> --><x:c k = \"1 &gt; 2\" x:k='/>'/></x:a>";
        let mut tags = Tags::new(part, &["urn:a"]);
        let mut seen = Vec::new();
        while let Some(tag) = tags.next().unwrap() {
            assert_eq!(&part[tag.at.clone()], tag.text);
            seen.push((tags.path().join("/"), tag.stands, tag.prefix()));
            if tag.name == "x:c" {
                assert_eq!(tag.get("k").as_deref(), Some("1 > 2"));
                assert_eq!(tag.get_prefixed("k").as_deref(), Some("/>"));
                assert_eq!(tag.opening(&["k"], " t='n'"), "<x:c x:k='/>' t='n'>");
            }
        }
        let expected = [
            ("a", Stands::Open, "x:"),
            ("a/", Stands::Alone, ""),
            ("a/c", Stands::Alone, "x:"),
            ("a", Stands::Close, "x:"),
        ];
        assert_eq!(seen, expected.map(|(path, stands, prefix)| (path.to_owned(), stands, prefix)));
    }

    #[test]
    fn what_is_not_well_formed_is_an_error() {
        for part in ["", "text", "<a>", "<a><b></a></b>", "<a", "<a></a></a>"] {
            let mut tags = Tags::new(part, &[]);
            let error = loop {
                match tags.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            assert!(error.is_some_and(|error| error.message.zh.starts_with("表样已损坏")), "{part}");
        }
    }
}
