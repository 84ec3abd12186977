//! Which addresses a request may reach. A page, a feed or a redirect is outside text; none of them may make the
//! reader knock at doors inside the network it runs in.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// A name that leads nowhere but into a private network.
#[derive(Debug)]
pub(super) struct PrivateOnly;

impl fmt::Display for PrivateOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("all addresses of the name are private")
    }
}

impl Error for PrivateOnly {}

/// The system's resolver without the private addresses. What it lets through is what gets connected to, so a name
/// whose address changes between check and use (DNS rebinding) gains nothing.
#[derive(Debug)]
pub(super) struct PublicResolver;

impl Resolve for PublicResolver {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 stands for the port of the request's scheme.
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.iter().copied().filter(|at| !is_private(at.ip())).collect();
            if public.is_empty() && !found.is_empty() {
                return Err(PrivateOnly.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// True for an address that is written out and private; names are judged by [`PublicResolver`], which never sees
/// these.
pub(super) fn names_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_private(ip.into()),
        Some(Host::Ipv6(ip)) => is_private(ip.into()),
        Some(Host::Domain(_)) | None => false,
    }
}

/// True for what is not the public internet: the IANA special-purpose registries (RFC 6890), multicast, and IPv6
/// forms that carry such an IPv4 address inside. 198.18.0.0/15 is left open: transparent proxies hand it out for
/// every name.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || (a == 100 && (64..128).contains(&b)) // carrier-grade NAT
        || (a, b, c) == (192, 0, 0) // protocol assignments
        || a >= 240 // reserved, broadcast
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let embedded = match ip.segments() {
        // Mapped (::ffff:a.b.c.d), compatible (::a.b.c.d, which covers :: and ::1), NAT64 (64:ff9b::a.b.c.d)
        // and 6to4 (2002:a.b.c.d::).
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some((high, low))
        }
        _ => None,
    };
    if let Some((high, low)) = embedded {
        return is_private_v4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)));
    }
    ip.is_multicast()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || matches!(ip.segments(), [0xfec0..=0xfeff, ..]) // site-local, deprecated but still routed inside
        || matches!(ip.segments(), [0x2001, 0xdb8, ..]) // documentation
        || matches!(ip.segments(), [0x64, 0xff9b, 1, ..]) // local-use NAT64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_reachable() {
        let private = [
            "http://127.0.0.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0.0.0.0/",
            "http://10.1.2.3/",
            "http://172.31.0.1/",
            "http://192.168.1.1/",
            "http://169.254.169.254/",
            "http://100.64.0.1/",
            "http://192.0.0.8/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:a00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[64:ff9b:1::1]/",
            "http://[2002:c0a8:101::1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[ff02::1]/",
        ];
        for url in private {
            assert!(Url::parse(url).is_ok_and(|url| names_private(&url)), "{url}");
        }
        let public = [
            "http://172.32.0.1/",
            "http://100.128.0.1/",
            "http://8.8.8.8/",
            "http://[2606:4700::1111]/",
            "http://[64:ff9b::808:808]/",
            "http://news.example/",
        ];
        for url in public {
            assert!(Url::parse(url).is_ok_and(|url| !names_private(&url)), "{url}");
        }
    }
}
