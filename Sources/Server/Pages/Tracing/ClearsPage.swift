import Operations
import Register
import Vocabulary

/// The four clears: what breaks each, the accounts behind them, and where not.
struct ClearsPage: Sendable {
    /// What the page is made from.
    struct Content: Sendable {
        /// The case they are of; nil: of a territory.
        var person: PersonTag?
        var territory: LocalizedText
        var clears: FourClears
        var parts: [Part]
        /// The clear whose list is shown.
        var clear: FourClears.Clear?
        /// Who breaks it, as far as the reader sees them.
        var broken: [Broken]
    }
    /// The clears of a territory below.
    struct Part: Sendable {
        var code: TerritoryCode
        var name: LocalizedText
        var clears: FourClears
    }
    /// Somebody who breaks a clear.
    struct Broken: Sendable {
        var tag: PersonTag
        var territory: LocalizedText
        var nextDue: Instant?
    }
    struct ClearRow: Sendable {
        let name: String
        let what: String
        let count: String
        let state: String
        let isBroken: Bool
        let address: String
        let isCurrent: Bool
    }
    struct Account: Sendable {
        let name: String
        let terms: [Term]
        let total: String
        let holds: Bool
    }
    struct Term: Sendable {
        let sign: String
        let name: String
        let count: String
    }
    struct PartRow: Sendable {
        let name: String
        let address: String
        let due: String
        let cells: [Cell]
    }
    struct Cell: Sendable {
        let label: String
        let count: String
        let tone: String
        let address: String
    }
    struct BrokenRow: Sendable {
        let person: PersonLink
        let territory: String
        let due: String?
        let tone: String
    }

    /// How many of those who break a clear a page shows.
    static let shown = 200

    let title: String
    let person: PersonLink?
    let rows: [ClearRow]
    let accounts: [Account]
    let parts: [PartRow]
    let hasParts: Bool
    let clearNames: [String]
    let listTitle: String?
    let broken: [BrokenRow]
    let hasBroken: Bool
    let more: String?
    let refreshAddress: String
    let gapsAddress: String

    init(_ content: Content, _ reading: Reading) {
        let words = reading.words
        let path = content.person.map { "/people/\($0.id.rawValue)/clears" } ?? "/clears"
        title = words("clears.title")
        person = content.person.map { PersonLink($0, reading) }
        rows = FourClears.Clear.allCases.map { clear in
            let count = content.clears.count(clear)
            return ClearRow(
                name: words("clear.\(clear.rawValue)"), what: words("clearWhat.\(clear.rawValue)"), count: words.figure(count),
                state: words(count == 0 ? "clears.clear" : "clears.notClear"), isBroken: count > 0,
                address: reading.address("\(path)/\(clear.rawValue)"), isCurrent: clear == content.clear)
        }
        accounts = content.clears.identities.map { identity in
            Account(
                name: words("clearTotal.\(identity.name)"),
                terms: identity.terms.enumerated().map { place, term in
                    Term(sign: place == 0 ? "" : "+", name: words("clearTerm.\(term.name)"), count: words.figure(term.count))
                }, total: words.figure(identity.total), holds: identity.holds)
        }
        clearNames = FourClears.Clear.allCases.map { words("clear.\($0.rawValue)") }
        parts = content.parts.filter { $0.clears.identified > 0 }.map { part in
            PartRow(
                name: words(part.name), address: reading.address("/clears", at: part.code), due: words.figure(part.clears.due),
                cells: FourClears.Clear.allCases.map { clear in
                    let count = part.clears.count(clear)
                    return Cell(
                        label: words("clear.\(clear.rawValue)"), count: count == 0 ? "✓" : words.figure(count), tone: count == 0 ? "none" : "late",
                        address: reading.address("/clears/\(clear.rawValue)", at: part.code))
                })
        }
        hasParts = !parts.isEmpty
        listTitle = content.clear.map { words("clearWhat.\($0.rawValue)") }
        broken = content.broken.map { row in
            let isLate = row.nextDue.map { $0 < reading.now } ?? false
            return BrokenRow(
                person: PersonLink(row.tag, reading), territory: words(row.territory),
                due: row.nextDue.map { due in
                    isLate
                        ? words("duty.late", ["time": reading.moments.length(reading.now - due)])
                        : words("duty.in", ["time": reading.moments.length(due - reading.now)])
                }, tone: isLate ? "late" : "none")
        }
        hasBroken = !broken.isEmpty
        let hidden = content.clear.map { content.clears.count($0) - content.broken.count } ?? 0
        more = hidden > 0 ? words.count("clears.more", hidden) : nil
        gapsAddress = reading.address("/gaps")
        refreshAddress = reading.address(content.clear.map { "\(path)/\($0.rawValue)" } ?? path)
    }
}
