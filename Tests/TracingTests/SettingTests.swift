import Policy
import Testing
import Vocabulary

@testable import Tracing

@Suite("What a setting makes of people")
struct SettingTests {
    private static func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant {
        Instant(milliseconds: Int64((day * 24 + hour) * 60 + minute) * 60_000)
    }

    private func judged(_ policy: String, _ encounters: Encounter<String>...) throws -> [String: ContactDegree] {
        let found = try Editions.policy(policy).tracing.contacts.contacts(of: encounters)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.person, $0.degree) })
    }

    @Test(
        "by the edition's list",
        arguments: [
            ("cn-8", ContactSetting.household, ContactDegree.close), ("cn-8", .workplace, .close), ("cn-8", .classroom, .close),
            ("cn-8", .dormitory, .close), ("cn-8", .meal, .close), ("cn-8", .enclosedSpace, .close), ("cn-8", .ward, .close),
            ("cn-8", .aerosolProcedure, .close), ("cn-8", .environment, .close), ("cn-8", .venue, .general), ("who-mers", .ward, .close),
            ("who-mers", .venue, .general),
        ])
    func settings(policy: String, setting: ContactSetting, degree: ContactDegree) throws {
        #expect(try judged(policy, Encounter("b", setting)) == ["b": degree])
    }

    @Test("a setting that the edition does not name makes nobody a contact")
    func unnamed() throws { #expect(try judged("cn-8", Encounter("b", .burial)) == [:]) }

    @Test("at the same table and at adjacent ones, not farther; a table nobody knows counts")
    func tables() throws {
        let found = try judged(
            "cn-8", Encounter("same", .meal, tablesAway: 0), Encounter("next", .meal, tablesAway: 1), Encounter("far", .meal, tablesAway: 2),
            Encounter("unknown", .meal))
        #expect(found == ["same": .close, "next": .close, "unknown": .close])
    }

    @Test("worn protection takes care and wards out, and nothing else")
    func protection() throws {
        #expect(try judged("cn-8", Encounter("b", .ward, isProtected: true), Encounter("c", .household, isProtected: true)) == ["c": .close])
    }

    @Test("distance and time decide where the edition says so: 15 minutes within 24 hours and two metres")
    func cumulative() throws {
        func at(_ day: Int, _ hour: Int, _ minute: Int = 0) -> Instant { Self.at(day, hour, minute) }
        #expect(try judged("who-mers", Encounter("b", .workplace, from: at(0, 9), until: at(0, 9, 14))) == [:])
        #expect(
            try judged(
                "who-mers", Encounter("b", .workplace, from: at(0, 9), until: at(0, 9, 8)),
                Encounter("b", .workplace, from: at(0, 20), until: at(0, 20, 8))) == ["b": .close])
        #expect(
            try judged(
                "who-mers", Encounter("b", .workplace, from: at(0, 9), until: at(0, 9, 8)),
                Encounter("b", .workplace, from: at(1, 9, 8), until: at(1, 9, 16))) == [:])
        #expect(
            try judged(
                "who-mers", Encounter("b", .workplace, from: at(0, 9), until: at(0, 9, 8)),
                Encounter("b", .workplace, from: at(0, 9), until: at(0, 9, 8))) == [:], "two records of the same eight minutes")
        #expect(try judged("who-mers", Encounter("b", .workplace, from: at(0, 9), until: at(0, 11), distance: 3)) == [:])
    }

    @Test("the nearest of several settings counts, and each person once")
    func nearest() throws {
        let found = try Editions.policy("cn-8").tracing.contacts.contacts(of: [
            Encounter("b", .venue), Encounter("c", .venue), Encounter("b", .household, from: Self.at(0, 9), until: Self.at(0, 10)),
        ])
        #expect(found.map { "\($0.person) \($0.degree) \($0.setting) \($0.minutes ?? -1)" } == ["b close household 60", "c general venue -1"])
    }

    @Test("contacts of a close contact are secondary in the settings that the edition names")
    func secondary() throws {
        let found = try Editions.policy("cn-8").tracing.contacts.secondaryContacts(of: [
            Encounter("b", .household), Encounter("c", .enclosedSpace), Encounter("d", .meal, tablesAway: 3), Encounter("e", .meal),
        ])
        #expect(found.map(\.person) == ["b", "e"] && found.allSatisfy { $0.degree == .secondary })
    }

    @Test(
        "in a building: the floor and those around it, or with shared kitchens the floor and the rest",
        arguments: [
            (false, 5, "2", ContactDegree?.some(.secondary)), (false, 6, "1", .secondary), (false, 4, "1", .secondary), (false, 7, "1", nil),
            (true, 5, "2", .close), (true, 6, "1", .secondary), (true, 9, "1", .secondary), (false, 5, "1", .close), (true, 5, "1", .close),
        ])
    func dwelling(shares: Bool, floor: Int, door: String, degree: ContactDegree?) throws {
        let own = Dwelling(building: "3", floor: 5, door: "1", sharesKitchenOrToilet: shares)
        let other = Dwelling(building: "3", floor: floor, door: door, sharesKitchenOrToilet: shares)
        let definitions = try Editions.policy("cn-8").tracing.contacts
        #expect(definitions.degree(of: other, caseLivingIn: own) == degree)
        #expect(definitions.degree(of: Dwelling(building: "4", floor: 5, door: "1", sharesKitchenOrToilet: shares), caseLivingIn: own) == nil)
    }
}
