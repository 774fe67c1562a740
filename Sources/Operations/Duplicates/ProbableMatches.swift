import Linkage
import Register
import Storage
import Vocabulary

/// Somebody in the register who may be the one being typed in.
public struct ProbableMatch: Sendable {
    /// Who.
    public let person: PersonID
    /// Masked.
    public let identity: MaskedIdentity
    /// What lists show.
    public let listing: Listing?
    /// Why.
    public let explanation: MatchExplanation
}

extension Operations {
    /// Who in the scope may be the person being typed in, the most probable first.
    ///
    /// Candidates are looked up by their keyed tokens: an equal document or telephone, one that is a slip away, an equal name, and name or sound or
    /// family name beside the day of birth or the end of the telephone. They alone are unsealed and compared, so that the time does not grow
    /// with the register.
    public func probableMatches(of typed: PersonRecord, scope: Scope, limit: Int = 5) async throws -> [ProbableMatch] {
        try await store.read(scope) { try $0.probableMatches(of: typed, limit: limit) }
    }
}

extension Reader {
    /// See `Operations.probableMatches(of:scope:limit:)`.
    public func probableMatches(of typed: PersonRecord, limit: Int = 5) throws -> [ProbableMatch] {
        let candidates = try candidates(for: typed)
        let records = try personRecords(of: candidates)
        let known = candidates.filter { records[$0] != nil }
        let explanations = try explanations(of: typed, beside: known.compactMap { records[$0] })
        let ranked = zip(known, explanations).filter { $1.probability >= ProbableMatches.floor }.sorted {
            ($0.1.total, $1.0.rawValue) > ($1.1.total, $0.0.rawValue)
        }
        return try ranked.prefix(limit).map { person, explanation in
            ProbableMatch(
                person: person, identity: try maskedIdentity(of: person).identity, listing: try listing(of: person), explanation: explanation)
        }
    }

    private func candidates(for typed: PersonRecord) throws -> [PersonID] {
        var found: [PersonID] = [], seen: Set<PersonID> = []
        func add(_ persons: [PersonID]) { for person in persons where seen.insert(person).inserted { found.append(person) } }
        for search in ProbableMatches.searches(for: typed) { add(try find(by: search, limit: ProbableMatches.each)) }
        let slips = ProbableMatches.slips(for: typed)
        if !slips.isEmpty { add(try find(byAnyOf: slips, limit: ProbableMatches.each)) }
        return Array(found.prefix(ProbableMatches.most))
    }
}

/// What candidates are looked up by.
enum ProbableMatches {
    /// The least probability shown.
    static let floor = 0.02
    /// The most candidates of one look-up, and in all.
    static let each = 40
    static let most = 120

    /// Sets of tokens, each of which a candidate bears whole.
    static func searches(for typed: PersonRecord) -> [[SearchToken]] {
        var searches: [[SearchToken]] = []
        if let document = typed.document, document.count >= 6 {
            searches.append([.document(document)])
            // The register holds either form of a number.
            if let id = try? ResidentID(document) { searches.append([.document(id.number)]) }
        }
        let digits = typed.phone.map { $0.filter(\.isNumber) } ?? ""
        if digits.count >= 7 { searches.append([.phone(digits)]) }
        let birthDate = typed.birthDate ?? typed.document.flatMap { try? ResidentID($0) }?.birthDate
        guard let name = typed.name else { return searches }
        let surname = Surname.of(name)
        let syllables = Pinyin.standard.syllables(of: name).map(SearchToken.syllable)
        if digits.count >= 4 { searches.append([.phoneLastFour(String(digits.suffix(4))), .surname(surname)]) }
        if let birthDate {
            searches.append([.birthDate(birthDate), .name(name)])
            if syllables.count >= 2 { searches.append([.birthDate(birthDate)] + syllables) }
            searches.append([.birthDate(birthDate), .surname(surname)])
            // Day and month exchanged.
            let (year, month, day) = birthDate.components
            if day <= 12, day != month, let swapped = CivilDate(year: year, month: day, day: month) {
                searches.append([.birthDate(swapped), .surname(surname)])
            }
        }
        if name.count >= 2 { searches.append([.name(name)]) }
        return searches
    }

    /// Numbers that differ from a whole one by a digit, or by two neighbours exchanged.
    static func slips(for typed: PersonRecord) -> [SearchToken] {
        var tokens: [SearchToken] = []
        if let document = typed.document?.uppercased(), document.count == 18, document.dropLast().allSatisfy(\.isNumber) {
            // Only numbers whose check character holds are anybody's.
            tokens += variants(of: Array(document)).filter { (try? ResidentID($0)) != nil }.map(SearchToken.document)
        }
        if let digits = typed.phone.map({ $0.filter(\.isNumber) }), digits.count == 11, typed.name != nil {
            tokens += variants(of: Array(digits)).filter { $0.hasPrefix("1") }.map(SearchToken.phone)
        }
        return tokens
    }

    private static func variants(of characters: [Character]) -> [String] {
        var variants: [String] = []
        for place in characters.indices {
            for digit in "0123456789X" where digit != characters[place] && (digit != "X" || place == 17) {
                var other = characters
                other[place] = digit
                variants.append(String(other))
            }
            if place + 1 < characters.count, characters[place] != characters[place + 1] {
                var other = characters
                other.swapAt(place, place + 1)
                variants.append(String(other))
            }
        }
        return variants
    }
}
