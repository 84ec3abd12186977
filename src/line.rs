//! How much may be on its way to the terminal: on a slow line a frame that waits behind others shows what was, not what
//! is. So a frame is followed by a question (`CSI 5 n`) whenever a slow line could have fallen behind, and while the
//! answer is out, only as many bytes go after it as the line was seen to carry without a queue. What happens meanwhile
//! changes the model, not the screen; the next frame shows the newest state.
//!
//! Nothing is ever needed from the terminal. Until its first answer no frame waits for one, and a terminal that gives
//! none is soon asked no more.
//!
//! Times are handed in; numbers of bytes and seconds are reckoned with as `f64`.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The question: a device status report. It moves nothing and shows nothing.
pub const QUESTION: &[u8] = b"\x1b[5n";

/// The slowest line that is reckoned with, in bytes a second: 9600 baud.
const SLOWEST: f64 = 960.0;
/// What may be on its way on such a line before anything is asked. Single keys stay below it.
const UNASKED: f64 = 300.0;
/// A frame that is shorter than this, such as a marker that moves, is not made longer by a question.
const WORTH_ASKING: f64 = 64.0;
/// What may be on its way on such a line while it is not known whether the terminal answers: less than the second that
/// a reader waits for a page.
const UNTRIED: f64 = 900.0;
/// This much may always be unanswered once something is: two or three scrolled rows.
const WINDOW_AT_LEAST: f64 = 256.0;
/// What the line may be behind, in seconds, for the sake of using it fully.
const QUEUE: f64 = 0.1;
/// Two measurements that are closer to each other than this say little about the rate, in bytes.
const APART: f64 = 256.0;
/// How long the first answer may take, and every other one at least.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long any answer may take: a screenful on the slowest line, four times.
const PATIENCE_AT_MOST: Duration = Duration::from_secs(8);
/// How long an answer is waited for at the end when none has ever come.
const FAREWELL: Duration = Duration::from_millis(500);
/// A line may change: its fastest answer counts for so long.
const FRESH: Duration = Duration::from_secs(30);
/// A key is held down while it comes again within this time.
const HELD: Duration = Duration::from_millis(120);
/// The first rows that a held key moves are shown at once, for so long.
const AT_ONCE: Duration = Duration::from_millis(200);
/// What most of a screen takes, in bytes. It is slow if that takes longer than half a second.
const SCREENFUL: f64 = 1500.0;
const SLOW: f64 = 3000.0;
/// So many answers in a row may be missing.
const MISSING_AT_MOST: u8 = 2;

/// What is known of the line, and what is on its way.
#[derive(Debug)]
pub struct Line {
    terminal: Terminal,
    /// When the last frame went out.
    painted: Option<Instant>,
    /// How long that one was.
    frame: f64,
    /// What [the slowest line](SLOWEST) would have on its way.
    behind: f64,
    /// What was written in all, and how much of it is known to have arrived.
    sent: f64,
    arrived: f64,
    questions: VecDeque<Question>,
    missing: u8,
    fastest: Option<Sample>,
    /// Bytes a second.
    rate: Option<f64>,
    /// When the last key came, and since when it has been held down.
    key: Option<(Instant, Instant)>,
}

/// What the terminal does about questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Terminal {
    Untried,
    Answers,
    Silent,
}

#[derive(Debug, Clone, Copy)]
struct Question {
    at: Instant,
    /// What had been written with it.
    sent: f64,
    /// What of that was on its way.
    load: f64,
}

/// How long a load was on its way, and back.
#[derive(Debug, Clone, Copy)]
struct Sample {
    load: f64,
    took: f64,
    at: Instant,
}

impl Default for Line {
    fn default() -> Self {
        Self::new()
    }
}

impl Line {
    /// A line nothing is known of.
    #[must_use]
    pub fn new() -> Self {
        Self {
            terminal: Terminal::Untried,
            painted: None,
            frame: 0.0,
            behind: 0.0,
            sent: 0.0,
            arrived: 0.0,
            questions: VecDeque::new(),
            missing: 0,
            fastest: None,
            rate: None,
            key: None,
        }
    }

    /// A key was typed: `again` if it is the one before.
    pub fn typed(&mut self, now: Instant, again: bool) {
        let since = match self.key {
            Some((last, since)) if again && now.saturating_duration_since(last) <= HELD => since,
            _ => now,
        };
        self.key = Some((now, since));
    }

    /// Until when the next frame has to wait, if it has to; an answer may end that sooner.
    #[must_use]
    pub fn waits(&self, now: Instant) -> Option<Instant> {
        let until = match self.terminal {
            Terminal::Silent => return None,
            // It is not known whether there will be an answer: the line is taken for the slowest one.
            Terminal::Untried if self.questions.is_empty() => return None,
            Terminal::Untried => {
                let over = (self.behind_at(now) - UNTRIED) / SLOWEST;
                let until = now + Duration::try_from_secs_f64(over).unwrap_or_default();
                until.min(self.lapses()?)
            }
            Terminal::Answers if self.has_room() => self.pauses()?,
            Terminal::Answers => self.lapses()?,
        };
        (now < until).then_some(until)
    }

    /// True when an answer is not needed before one more frame goes out.
    fn has_room(&self) -> bool {
        self.questions.is_empty() || self.sent - self.arrived + self.frame <= self.window()
    }

    /// Until when the next frame had better wait although there is room. A frame that goes out while a key is held down
    /// shows what is past when it has come, and on a slow line the last one waits behind it.
    fn pauses(&self) -> Option<Instant> {
        let ((last, since), painted, rate) = (self.key?, self.painted?, self.rate.filter(|rate| *rate < SLOW)?);
        if last < since + AT_ONCE {
            return None;
        }
        // Now and then a look at where one is, all the same.
        let look = painted + self.way(SCREENFUL, rate).saturating_mul(2);
        Some(look.min(last + HELD))
    }

    /// A frame of so many bytes goes out. True when [the question](QUESTION) is to go with it.
    pub fn paints(&mut self, now: Instant, frame: usize) -> bool {
        let frame = f64::from(u32::try_from(frame).unwrap_or(u32::MAX));
        self.behind = self.behind_at(now);
        self.painted = Some(now);
        if self.behind <= 0.0 && self.questions.is_empty() {
            self.arrived = self.sent;
        }
        self.behind += frame;
        self.sent += frame;
        self.frame = frame;
        let may_ask = match self.terminal {
            // Whatever comes before the first key, first of all the first frame, comes without a question.
            _ if self.key.is_none() => false,
            Terminal::Silent => false,
            // One answer is enough to know.
            Terminal::Untried => self.questions.is_empty(),
            // A line that was seen to carry far more is not asked about a page.
            Terminal::Answers => !self.questions.is_empty() || self.sent - self.arrived > self.window() / 2.0,
        };
        if !may_ask || self.behind <= UNASKED || frame < WORTH_ASKING {
            return false;
        }
        self.questions.push_back(Question { at: now, sent: self.sent, load: self.sent - self.arrived });
        true
    }

    /// The terminal has answered the oldest question.
    pub fn answered(&mut self, now: Instant) {
        self.terminal = Terminal::Answers;
        self.missing = 0;
        if let Some(question) = self.questions.pop_front() {
            self.arrived = question.sent;
            if self.arrived >= self.sent {
                self.behind = 0.0;
            }
            self.measure(Sample { load: question.load, took: seconds(now, question.at), at: now });
        }
    }

    /// When to stop waiting for the oldest answer that is out.
    fn lapses(&self) -> Option<Instant> {
        let question = self.questions.front()?;
        let expected = match self.terminal {
            Terminal::Answers => self.expected(question.load).saturating_mul(4).min(PATIENCE_AT_MOST),
            Terminal::Untried | Terminal::Silent => Duration::ZERO,
        };
        question.at.checked_add(PATIENCE.max(expected))
    }

    /// Stops waiting for answers that are long overdue, and soon also asking for them.
    pub fn lapse(&mut self, now: Instant) {
        if self.lapses().is_none_or(|at| now < at) {
            return;
        }
        self.questions.clear();
        self.arrived = self.sent;
        self.missing = self.missing.saturating_add(1);
        if self.terminal == Terminal::Untried || self.missing >= MISSING_AT_MOST {
            self.terminal = Terminal::Silent;
        }
    }

    /// True while an answer is out.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        !self.questions.is_empty()
    }

    /// Until when answers are waited for before somebody else reads what the terminal sends.
    #[must_use]
    pub fn farewell(&self, now: Instant) -> Option<Instant> {
        let last = self.questions.back()?;
        match self.terminal {
            Terminal::Silent => None,
            Terminal::Untried => last.at.checked_add(FAREWELL),
            Terminal::Answers => {
                let twice = self.expected(last.load).saturating_mul(2);
                last.at.checked_add(twice.max(FAREWELL)).map(|at| at.min(now + PATIENCE))
            }
        }
    }

    /// Somebody else had the terminal: no answer will come, and the line may be another one.
    pub fn forget(&mut self) {
        *self = Self { terminal: self.terminal, ..Self::new() };
    }

    /// What the slowest line would still have on its way.
    fn behind_at(&self, now: Instant) -> f64 {
        let since = self.painted.map_or(0.0, |before| seconds(now, before));
        (self.behind - since * SLOWEST).max(0.0)
    }

    /// The way a load should take, there and back.
    fn expected(&self, load: f64) -> Duration {
        self.way(load, self.rate.unwrap_or(SLOWEST))
    }

    fn way(&self, load: f64, rate: f64) -> Duration {
        let empty = self.fastest.map_or(0.0, |fastest| fastest.took);
        Duration::try_from_secs_f64(empty + load / rate).unwrap_or(PATIENCE)
    }

    /// What may be unanswered: what the line carries in the time of a way there and back, and a little more.
    fn window(&self) -> f64 {
        let Some(fastest) = self.fastest else { return WINDOW_AT_LEAST };
        // It carries at least what it has carried.
        let rate = self.rate.unwrap_or(fastest.load / fastest.took.max(0.001));
        (rate * (fastest.took + QUEUE)).max(WINDOW_AT_LEAST)
    }

    fn measure(&mut self, sample: Sample) {
        let Some(fastest) = self.fastest else {
            self.fastest = Some(sample);
            return;
        };
        let more = sample.load - fastest.load;
        let longer = sample.took - fastest.took;
        if more >= APART || (more > 0.0 && self.rate.is_none()) {
            // Within a millisecond, differences are the machine's; a line without a queue is as fast as one likes.
            self.rate = Some(more / longer.max(0.001));
        }
        if longer <= 0.0 {
            self.fastest = Some(sample);
        } else if sample.at.saturating_duration_since(fastest.at) > FRESH {
            // What the load itself took is no part of the way.
            let took = sample.took - self.rate.map_or(0.0, |rate| sample.load / rate);
            self.fastest = Some(Sample { load: 0.0, took: took.max(0.001), ..sample });
        }
    }
}

fn seconds(later: Instant, earlier: Instant) -> f64 {
    later.saturating_duration_since(earlier).as_secs_f64()
}
