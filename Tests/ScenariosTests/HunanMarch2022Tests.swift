import Foundation
import Obligations
import Policy
import Register
import Scenarios
import Testing
import Vocabulary

/// The scenario's world, made once for all tests.
enum Hunan {
    static func scenario(seed: UInt64 = 2022) throws -> HunanMarch2022 {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = package.appending(path: "Sources/Scenarios/Resources/territories/hunan.csv")
        return HunanMarch2022(
            gazetteer: try Gazetteer(csv: String(contentsOf: file, encoding: .utf8)), policy: try HunanPolicy.policy(), seed: seed)
    }

    static let world: Result<[InventedPerson], any Error> = Result { try scenario().people() }
}

@Suite("Hunan, 19 March 2022, 10:00")
struct HunanMarch2022Tests {
    let scenario: HunanMarch2022
    let people: [InventedPerson]

    init() throws {
        scenario = try Hunan.scenario()
        people = try Hunan.world.get()
    }

    @Test("figures") func figures() throws {
        var kinds: [String: Int] = [:]
        for person in people { for fact in person.facts { kinds[String("\(fact.fact)".prefix { $0 != "(" }), default: 0] += 1 } }
        print(people.count, kinds.sorted { $0.key < $1.key })
        for label in try scenario.tour() {
            print(label.number, label.name, label.territory, label.title.zh)
            for fact in people[label.number - 1].facts {
                print("   ", fact.local, fact.happenedAt.civilText(in: .shanghai), fact.knownAt.civilText(in: .shanghai), fact.revises ?? 0, "\(fact.fact)".prefix(230))
            }
        }
    }
}
