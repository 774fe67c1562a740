import Foundation
import Operations
import Register
import Storage
import Vocabulary

/// Finding people.
extension OperationsDesk {
    /// How many are shown.
    private static let found = 50

    func search(_ viewer: Viewer, _ text: String) async throws -> SearchPage.Content {
        let readings = SearchText(text).readings
        let year = zone.date(of: now).components.year
        return try await read(viewer) { reader in
            var persons: [PersonID] = []
            for tokens in readings where persons.isEmpty {
                persons = try reader.find(by: tokens, limit: OperationsDesk.found + 1)
            }
            let rows = try persons.prefix(OperationsDesk.found).map { person in
                let identity = try reader.maskedIdentity(of: person).identity
                let listing = try reader.listing(of: person)
                return SearchPage.Row(
                    person: tag(person, identity, listing), territory: names[listing?.territory ?? operations.policies.root],
                    age: listing?.birthYear.map { year - $0 }, sex: listing?.sex, document: identity.documentNumber, phone: identity.phone)
            }
            return SearchPage.Content(rows: rows, isCapped: persons.count > OperationsDesk.found)
        }
    }
}

/// What somebody typed into the search field, read as what a person is found by.
///
/// Words are taken together: 李 3456 is someone called Li whose phone ends so. Where the likelier reading finds nobody the next is tried.
struct SearchText {
    /// The readings, the likeliest first.
    let readings: [[SearchToken]]

    init(_ text: String) {
        let words = text.split { $0.isWhitespace || $0 == "," || $0 == "，" }.map(String.init)
        // A name in Latin letters may be one of several words: it is looked for whole before its syllables are.
        let latin = words.filter { $0.allSatisfy { $0.isASCII && $0.isLetter } }
        let others = words.filter { !$0.allSatisfy { $0.isASCII && $0.isLetter } }
        var readings: [[SearchToken]] = [[]]
        for word in others {
            let meanings = SearchText.meanings(word)
            readings = readings.flatMap { reading in meanings.map { reading + $0 } }
        }
        if !latin.isEmpty {
            let name = [SearchToken.name(latin.joined(separator: " "))]
            let syllables = latin.map { SearchToken.syllable($0.lowercased()) }
            let surname = latin.count == 1 ? [[SearchToken.surname(latin[0])]] : []
            readings = readings.flatMap { reading in ([syllables, name] + surname).map { reading + $0 } }
        }
        self.readings = readings.filter { !$0.isEmpty }.prefix(12).map(\.self)
    }

    /// What one word can mean.
    private static func meanings(_ word: String) -> [[SearchToken]] {
        let plain = word.precomposedStringWithCompatibilityMapping.filter { $0 != "-" && $0 != "." && $0 != "/" }
        if let date = CivilDate(word) { return [[.birthDate(date)]] }
        let digits = plain.filter(\.isNumber)
        let isNumber = digits.count == plain.count || (plain.hasPrefix("+") && digits.count == plain.count - 1)
        if isNumber {
            switch digits.count {
            case 4: return [[.phoneLastFour(digits)]]
            case 8:
                let date = CivilDate("\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))")
                return (date.map { [[.birthDate($0)]] } ?? []) + [[.phone(digits)]]
            case 15, 18: return [[.document(digits)], [.phone(digits)]]
            default: return [[.phone(digits)], [.document(digits)]]
            }
        }
        if !digits.isEmpty, plain.allSatisfy({ $0.isASCII }) { return [[.document(plain)]] }
        return word.count == 1 ? [[.surname(word)]] : [[.name(word)], [.surname(word)]]
    }
}
