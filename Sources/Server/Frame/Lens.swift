import Register
import Vocabulary

/// Through what a reader looks: a territory and, if it lies in the past, the moment of knowledge. It travels in every link.
struct Lens: Sendable, Hashable {
    /// The territory looked at.
    var territory: TerritoryCode
    /// Look at what was known then; nil is now.
    var asOf: Instant?

    /// The query items that carry it, the territory left out where it is the reader's own.
    func items(home: TerritoryCode, zone: CivilZone) -> [(String, String)] {
        var items: [(String, String)] = []
        if territory != home { items.append(("t", territory.digits)) }
        if let asOf { items.append(("at", zone.text(of: asOf))) }
        return items
    }
}

/// How a page is being read: in which language and zone, at what moment, through which lens, with what permissions. Page models take one
/// to turn facts into words.
struct Reading: Sendable {
    let words: Words
    let moments: Moments
    let lens: Lens
    /// The reader's own territory.
    let home: TerritoryCode
    let permissions: Set<Permission>
    /// Whether the page shows the present whatever the lens says: worklists and line lists are kept for now only.
    let isPresentOnly: Bool

    init(language: Words, zone: CivilZone, now: Instant, lens: Lens, home: TerritoryCode, permissions: Set<Permission>, isPresentOnly: Bool = false) {
        words = language
        moments = Moments(language: language.language, zone: zone, now: isPresentOnly ? now : lens.asOf ?? now)
        self.isPresentOnly = isPresentOnly
        self.lens = lens
        self.home = home
        self.permissions = permissions
    }

    /// The moment the page speaks of.
    var now: Instant { moments.now }

    /// Whether the reader may.
    func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    /// An address with the lens and the given query items.
    func address(_ path: String, _ items: [(String, String)] = [], at territory: TerritoryCode? = nil) -> String {
        var lens = lens
        if let territory { lens.territory = territory }
        return Address.make(path, items + lens.items(home: home, zone: moments.zone))
    }

    /// The page of a person.
    func address(of person: PersonTag) -> String { address(of: .person(person.id)) }

    /// The page of a subject.
    func address(of subject: Subject) -> String {
        address(subject.person.map { "/people/\($0.rawValue)" } ?? "/things/\(subject.kind.rawValue)/\(subject.number)")
    }
}

/// Addresses with their query properly encoded.
enum Address {
    static func make(_ path: String, _ items: [(String, String)]) -> String {
        let query = items.filter { !$0.1.isEmpty }.map { encode($0.0) + "=" + encode($0.1) }.joined(separator: "&")
        return query.isEmpty ? path : path + "?" + query
    }

    static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"):
                encoded.append(Character(UnicodeScalar(byte)))
            default:
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    /// `text` if it is an address within this console, else the home page: nobody is sent elsewhere by a crafted link.
    static func local(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"), text.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            return "/"
        }
        return text
    }
}
