import ArgumentParser
import Foundation
import Operations
import Register
import Scenarios
import Storage
import Vocabulary

extension BenchCommand {
    /// How long it takes until the likely matches of somebody being typed in are known, in a register of so many people.
    struct Matches: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Type people in who are registered already, with the slips people make, and look whether they are recognised.")
        @OptionGroup var options: DatabaseOptions
        @Option(help: "How many are typed in.") var queries = 500
        @Option(help: "Whose scope is searched.") var territory = "43"

        func run() async throws {
            let store = try await BenchCommand.register(at: try options.location).store
            guard let territory = TerritoryCode(territory) else { throw ValidationError("--territory: expected digits of a territory's code") }
            let scope = Scope(user: UserID(rawValue: 1), grants: [Grant(role: .investigator, territory: territory)], at: BenchCommand.moment)
            let count = try await store.read(.systemUnrestricted) { try $0.greatestPersonNumber() }
            print("matches\t\(count) people registered")
            for kind in Slip.allCases {
                var times: [Double] = [], found = 0, asked = 0
                for turn in 0..<queries {
                    let person = PersonID(rawValue: Int64(1 + (turn * 7919 + 13) % max(1, count)))
                    guard let known = try await store.read(scope, { try Matches.known(person, $0) }), let typed = kind.typed(known, turn) else {
                        continue
                    }
                    let watch = Watch()
                    let matches = try await store.read(scope) { try $0.probableMatches(of: typed) }
                    times.append(watch.seconds * 1000)
                    asked += 1
                    if matches.contains(where: { $0.person == person }) { found += 1 }
                }
                times.sort()
                guard let worst = times.last else { continue }
                let p95 = times[Int(Double(times.count - 1) * 0.95)]
                print(
                    "matches\t\(kind.rawValue)\t\(found) of \(asked) recognised\tp50 \(Watch.figure(times[times.count / 2])) ms\tp95 \(Watch.figure(p95)) ms\tworst \(Watch.figure(worst)) ms\tmark 100 ms"
                )
            }
        }

        private static func known(_ person: PersonID, _ reader: Reader) throws -> (identity: Identity, birthDate: CivilDate?)? {
            guard try reader.canSee(person), let identity = try reader.identitiesForComparing(of: [person])[person] else { return nil }
            return (identity, try reader.latestDescription(of: person)?.birthDate)
        }
    }

    /// What is typed of somebody.
    private enum Slip: String, CaseIterable {
        case document, telephone, nameAndTelephone = "name and telephone", slip = "name and document with a digit wrong"
        case birthday = "name and day of birth", name

        func typed(_ known: (identity: Identity, birthDate: CivilDate?), _ turn: Int) -> PersonRecord? {
            let identity = known.identity
            switch self {
            case .document: return identity.documentNumber.map { PersonRecord(document: $0) }
            case .telephone: return identity.phones.first.map { PersonRecord(phone: $0) }
            case .nameAndTelephone: return identity.phones.first.map { PersonRecord(name: identity.name, phone: $0) }
            case .slip:
                guard var digits = identity.documentNumber.map(Array.init), digits.count == 18, let digit = digits[14].wholeNumberValue else {
                    return nil
                }
                digits[14] = Character("\((digit + 1 + turn % 8) % 10)")
                return PersonRecord(name: identity.name, document: String(digits))
            case .birthday: return known.birthDate.map { PersonRecord(name: identity.name, birthDate: $0) }
            case .name: return PersonRecord(name: identity.name)
            }
        }
    }
}
