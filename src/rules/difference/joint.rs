//! Things of two rule sets put together by their ids: parameters with parameters, criteria with criteria.

/// The places in two rule sets of each thing that either has: those of the first in its order, then what is new.
#[derive(Clone, Debug, Default)]
pub(super) struct Joint {
    /// The place in each rule set
    pub both: Vec<(Option<usize>, Option<usize>)>,
    /// For each place in the first, the place among [`Joint::both`]
    pub from: Vec<usize>,
    /// For each place in the second
    pub to: Vec<usize>,
}

/// Which of the two rule sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first
    From,
    /// The second
    To,
}

impl Joint {
    pub fn of<'i>(from: impl Iterator<Item = &'i str>, to: impl Iterator<Item = &'i str>) -> Joint {
        let from: Vec<&str> = from.collect();
        let mut joint = Joint {
            both: (0..from.len()).map(|place| (Some(place), None)).collect(),
            from: (0..from.len()).collect(),
            to: Vec::new(),
        };
        for (place, id) in to.enumerate() {
            match from.iter().position(|own| *own == id).and_then(|at| Some((at, joint.both.get_mut(at)?))) {
                Some((at, both)) => {
                    both.1 = Some(place);
                    joint.to.push(at);
                }
                None => {
                    joint.to.push(joint.both.len());
                    joint.both.push((None, Some(place)));
                }
            }
        }
        joint
    }

    /// By place in a rule set, the place among both.
    pub fn places(&self, side: Side) -> &[usize] {
        match side {
            Side::From => &self.from,
            Side::To => &self.to,
        }
    }

    pub fn len(&self) -> usize {
        self.both.len()
    }

    /// The place in a rule set of a thing, where it has it.
    pub fn place(&self, at: usize, side: Side) -> Option<usize> {
        let &(from, to) = self.both.get(at)?;
        if side == Side::From { from } else { to }
    }

    /// Which rule set a thing is taken from, `turned` saying whether the change that is about it is made. What only one
    /// has is that one's.
    pub fn side(&self, at: usize, turned: bool) -> Side {
        match self.both.get(at) {
            Some((Some(_), None)) => Side::From,
            Some((None, _)) => Side::To,
            _ if turned => Side::To,
            _ => Side::From,
        }
    }
}
