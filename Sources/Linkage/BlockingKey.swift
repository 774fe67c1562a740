/// What two records must share to be compared at all: a few facets of their values. Where too many share them, further facets divide them.
///
/// Keys are declared once, from the kinds of the fields; a pair that several keys find is compared once.
struct BlockingKey: Sendable, Hashable {
    /// In words, for reports.
    let name: String
    /// What all must share.
    let base: [Facet]
    /// What those in blocks that are too large must share as well, one after the other.
    let refinements: [Facet]

    /// A part of a value, or of two, that is hashed.
    enum Facet: Sendable, Hashable {
        /// The value itself; of a citizen identity number what its form of 15 digits has.
        case whole(Int)
        /// How it sounds.
        case sound(Int)
        /// The letters of its transcription in any order.
        case letters(Int)
        /// The first letter of its transcription.
        case initial(Int)
        /// The sound of its first character.
        case first(Int)
        /// The sounds of two values in any order.
        case sounds(Int, Int)
        /// The initials of two values in any order.
        case initials(Int, Int)
        /// The year of a day.
        case year(Int)
        /// The day, whichever of its numbers is the month.
        case unorderedDay(Int)
        /// The first characters of a code.
        case prefix(Int, Int)
    }

    /// The keys for records of this layout.
    static func all(for layout: RowLayout) -> [BlockingKey] {
        var keys: [BlockingKey] = []
        let name = NameFacets(layout)
        let day = layout.all(.birthDate).first, territory = layout.all(.territory).first
        let places = layout.all(.address) + layout.all(.place)
        let area: [Facet] = territory.map { [.prefix($0, 6), .prefix($0, 9), .whole($0)] } ?? places.map { .whole($0) }
        func add(_ name: String, _ base: [Facet], _ refinements: [Facet]) {
            keys.append(BlockingKey(name: name, base: base, refinements: refinements))
        }
        for field in layout.all(.document) + layout.all(.phone) + layout.all(.email) {
            add(layout.fields[field].name, [.whole(field)], name.narrow + (day.map { [.whole($0)] } ?? []))
        }
        if let day {
            for facet in name.wide { add("name, birth date", [facet], [.whole(day)] + name.narrow + area) }
            add("birth date, day and month in any order", [.unorderedDay(day)], name.narrow + area)
            if let place = area.first { add("birth date, place", [.whole(day), place], name.narrow + area.dropFirst()) }
        }
        for facet in name.whole { add("name", [facet], (day.map { [.year($0)] } ?? []) + area) }
        if let territory { add("territory", [.whole(territory)], name.finer) }
        for place in places { add(layout.fields[place].name, [.whole(place)], name.finer) }
        for field in layout.all(.text) { add(layout.fields[field].name, [.whole(field)], name.finer + area) }
        return Array(keys.prefix(mostKeys))
    }

    static let mostKeys = 20
}

/// The facets of whatever names there are.
private struct NameFacets {
    /// Each a part of the name.
    var wide: [BlockingKey.Facet] = []
    /// Coarse marks of the whole name.
    var narrow: [BlockingKey.Facet] = []
    /// The whole name, in several ways.
    var whole: [BlockingKey.Facet] = []
    /// From coarse to fine.
    var finer: [BlockingKey.Facet] = []

    init(_ layout: RowLayout) {
        let given = layout.all(.givenName).first, family = layout.all(.familyName).first, full = layout.all(.fullName).first
        if let given, let family {
            wide = [.whole(family), .whole(given)]
            narrow = [.initials(given, family)]
            whole = [.sounds(given, family)]
            finer = [.sound(family), .initial(given), .whole(given)]
        } else if let full {
            wide = [.letters(full)]
            narrow = [.first(full), .letters(full)]
            whole = [.letters(full)]
            finer = [.first(full), .letters(full)]
        } else if let one = given ?? family {
            wide = [.whole(one)]
            narrow = [.initial(one)]
            whole = [.sound(one)]
            finer = [.initial(one), .sound(one)]
        }
    }
}

/// Hashes facets of rows. Holds bare addresses: valid while the records are.
struct FacetReader: @unchecked Sendable {
    private let offsets: [Int]
    private let kinds: [LinkageField.Kind]
    private let texts: [Texts]

    private struct Texts {
        let hashes: UnsafePointer<UInt64>, sounds: UnsafePointer<UInt32>, letters: UnsafePointer<UInt32>
        let initials: UnsafePointer<UInt8>, firsts: UnsafePointer<UInt32>
    }

    init(_ records: Records) {
        offsets = records.layout.offsets
        kinds = records.layout.fields.map(\.kind)
        texts = records.texts.map {
            Texts(hashes: $0.hashes.base, sounds: $0.sounds.base, letters: $0.letters.base, initials: $0.initials.base, firsts: $0.firsts.base)
        }
    }

    /// The hash of all of these facets; 0 if a value is not stated.
    func hash(_ facets: [BlockingKey.Facet], _ row: UnsafePointer<UInt32>) -> UInt32 {
        guard let first = facets.first else { return 0 }
        var hash = self.hash(first, row)
        for facet in facets.dropFirst() where hash != 0 { hash = Hashing.joined(hash, self.hash(facet, row)) }
        return hash
    }

    /// The hash of a facet of a row; 0 if the value is not stated.
    @inline(__always)
    func hash(_ facet: BlockingKey.Facet, _ row: UnsafePointer<UInt32>) -> UInt32 {
        switch facet {
        case .whole(let field): whole(field, row)
        case .sound(let field): sound(field, row)
        case .letters(let field): text(field, row) { texts, id in texts.letters[id] }
        case .initial(let field): initial(field, row)
        case .first(let field): text(field, row) { texts, id in texts.firsts[id] }
        case .sounds(let a, let b): Hashing.unordered(sound(a, row), sound(b, row))
        case .initials(let a, let b): Hashing.unordered(initial(a, row), initial(b, row))
        case .year(let field): row[offsets[field]] / 10_000
        case .unorderedDay(let field): unorderedDay(BirthDay(digits: row[offsets[field]]))
        case .prefix(let field, let count): code(Code(bits: Comparison.code(row + offsets[field]).bits & Code.mask(0..<count)))
        }
    }

    /// The hash of a facet of many rows.
    func hash(
        _ facet: BlockingKey.Facet, _ rows: UnsafePointer<UInt32>, stride: Int, _ range: Range<Int>, to target: UnsafeMutablePointer<UInt32>
    ) {
        for record in range { target[record] = hash(facet, rows + record * stride) }
    }

    @inline(__always)
    private func sound(_ field: Int, _ row: UnsafePointer<UInt32>) -> UInt32 { text(field, row) { texts, id in texts.sounds[id] } }

    @inline(__always)
    private func initial(_ field: Int, _ row: UnsafePointer<UInt32>) -> UInt32 { text(field, row) { texts, id in UInt32(texts.initials[id]) } }

    @inline(__always)
    private func whole(_ field: Int, _ row: UnsafePointer<UInt32>) -> UInt32 {
        let words = row + offsets[field]
        switch kinds[field] {
        case .document:
            let number = Comparison.code(words)
            return code(number.isResident ? Code(bits: number.bits & FacetReader.shortForm) : number)
        case .phone, .territory: return code(Comparison.code(words))
        case .birthDate, .sex: return words[0] == 0 ? 0 : Hashing.key(Hashing.mix(UInt64(words[0])))
        default: return text(field, row) { texts, id in Hashing.key(texts.hashes[id]) }
        }
    }

    private static let shortForm = Code.characters & ~Code.mask(6..<8) & ~Code.mask(17..<18)

    private func code(_ code: Code) -> UInt32 {
        let bits = code.bits & Code.characters
        guard bits != 0 else { return 0 }
        return Hashing.key(Hashing.mix(UInt64(truncatingIfNeeded: bits >> 64) ^ Hashing.mix(UInt64(truncatingIfNeeded: bits))))
    }

    private func unorderedDay(_ day: BirthDay) -> UInt32 {
        guard day.digits != 0 else { return 0 }
        let (low, high) = (min(day.month, day.day), max(day.month, day.day))
        return Hashing.key(Hashing.mix(UInt64(day.year * 10_000 + low * 100 + high)))
    }

    @inline(__always)
    private func text(_ field: Int, _ row: UnsafePointer<UInt32>, _ read: (Texts, Int) -> UInt32) -> UInt32 {
        let id = row[offsets[field]]
        return id == 0 ? 0 : read(texts[field], Int(id) - 1)
    }
}
