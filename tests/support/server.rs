//! A server on the loopback interface that says what it is told to, and remembers what it was asked. It runs on its
//! own threads, so that tests with and without a runtime can use it.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What a path answers.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    /// Sent as they stand. `Content-Length` is added unless it is among them, or the body has no end.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Given to a request whose `If-None-Match` or `If-Modified-Since` repeats this reply's `ETag` or
    /// `Last-Modified`: 304.
    pub conditional: bool,
    /// The body goes on with zeros until the reader hangs up.
    pub endless: bool,
    /// After the body nothing comes, and the connection stays open until the server is dropped.
    pub stalls: bool,
    /// Nothing is answered before this gate is open.
    pub gate: Option<Arc<Gate>>,
}

impl Default for Reply {
    fn default() -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body: Vec::new(),
            conditional: true,
            endless: false,
            stalls: false,
            gate: None,
        }
    }
}

/// Closed until it is opened, for all that wait at it.
#[derive(Debug, Default)]
pub struct Gate {
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    pub fn open(&self) {
        *lock(&self.open) = true;
        self.opened.notify_all();
    }

    fn wait(&self) {
        let open = lock(&self.open);
        drop(self.opened.wait_while(open, |open| !*open).unwrap_or_else(PoisonError::into_inner));
    }
}

/// What the server was asked.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    /// Names in lower case; as `:method` the method, where that is not GET.
    pub headers: HashMap<String, String>,
}

#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    replies: Mutex<HashMap<String, Reply>>,
    requests: Mutex<Vec<Request>>,
    closing: Gate,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
        let address = listener.local_addr().expect("its address");
        let shared = Arc::new(Shared::default());
        let serving = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if *lock(&serving.closing.open) {
                    return;
                }
                let shared = Arc::clone(&serving);
                // A reader that hangs up early is what many tests are about.
                thread::spawn(move || drop(shared.serve(&stream)));
            }
        });
        Self { address, shared }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// From now on `path` answers so; a path that was never set answers 404.
    pub fn on(&self, path: &str, reply: Reply) {
        lock(&self.shared.replies).insert(path.to_owned(), reply);
    }

    /// All requests so far, in the order they came.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for reply in lock(&self.shared.replies).values() {
            if let Some(gate) = &reply.gate {
                gate.open();
            }
        }
        self.shared.closing.open();
        // Wakes the thread that accepts.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream).lines();
        let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
        let mut words = first.split(' ').map(str::to_owned);
        let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_else(|| "/".to_owned()));
        let mut headers = HashMap::new();
        if method != "GET" {
            headers.insert(":method".to_owned(), method);
        }
        for line in lines {
            let line = line?;
            let Some((name, value)) = line.split_once(": ") else { break };
            headers.insert(name.to_ascii_lowercase(), value.to_owned());
        }
        lock(&self.requests).push(Request { path: path.clone(), headers: headers.clone() });
        let reply = lock(&self.replies).get(&path).cloned().unwrap_or(Reply { status: 404, ..Reply::default() });
        if let Some(gate) = &reply.gate {
            gate.wait();
        }
        self.answer(stream, &reply, &headers)
    }

    fn answer(&self, mut stream: &TcpStream, reply: &Reply, asked: &HashMap<String, String>) -> std::io::Result<()> {
        let known = reply.headers.iter().any(|(name, value)| match name.to_ascii_lowercase().as_str() {
            "etag" => asked.get("if-none-match") == Some(value),
            "last-modified" => asked.get("if-modified-since") == Some(value),
            _ => false,
        });
        let unchanged = known && reply.conditional;
        let mut head = Vec::new();
        write!(head, "HTTP/1.1 {} Scripted\r\nConnection: close\r\n", if unchanged { 304 } else { reply.status })?;
        for (name, value) in &reply.headers {
            write!(head, "{name}: {value}\r\n")?;
        }
        let told = reply.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
        if !told && !reply.endless && !reply.stalls {
            write!(head, "Content-Length: {}\r\n", reply.body.len())?;
        }
        head.extend(b"\r\n");
        stream.write_all(&head)?;
        if unchanged || asked.get(":method").is_some_and(|method| method == "HEAD") {
            return Ok(());
        }
        stream.write_all(&reply.body)?;
        if reply.endless {
            std::io::copy(&mut std::io::repeat(0), &mut stream)?;
        }
        if reply.stalls {
            self.closing.wait();
        }
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
