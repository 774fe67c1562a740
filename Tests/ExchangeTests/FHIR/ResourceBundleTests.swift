import Foundation
import Register
import Testing
import Vocabulary

@testable import Exchange

@Suite("Bundles of FHIR resources")
struct ResourceBundleTests {
    private static let person = PersonID(rawValue: 7)

    private func setting(isMasked: Bool = false) -> ResourceBundle.Setting {
        .init(
            language: .english, zone: .shanghai, disease: LocalizedText(zh: "新冠肺炎", en: "COVID-19"), register: "43", isMasked: isMasked)
    }

    private func resources(_ rows: [ImportRow], isMasked: Bool = false) throws -> [(name: String, resource: [String: Any])] {
        var bundle = ResourceBundle(setting(isMasked: isMasked))
        var bytes = bundle.beginning()
        for row in rows { bundle.append(row, about: Self.person, to: &bytes) }
        bundle.finish(&bytes)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        #expect(object["resourceType"] as? String == "Bundle" && object["type"] as? String == "collection")
        return try #require(object["entry"] as? [[String: Any]]).compactMap { entry in
            guard let name = entry["fullUrl"] as? String, let resource = entry["resource"] as? [String: Any] else { return nil }
            return (name, resource)
        }
    }

    private static let wang = ImportPerson(
        identity: Identity(name: "王 \"明\"\n", documentNumber: "430102209901010018", phones: ["13900000000"], address: "人民路1号"), sex: .male,
        birthDate: World.day("2099-01-01"), residence: TerritoryCode("430102001"))

    private func text(_ part: Any?) -> String? { (part as? [String: Any])?["text"] as? String }
    private func code(_ part: Any?) -> String? { (((part as? [String: Any])?["coding"] as? [[String: Any]])?.first)?["code"] as? String }

    @Test("a case is a patient and a condition that says how it stands")
    func condition() throws {
        let report = CaseReport(
            kind: .asymptomatic, onset: World.day("2022-03-16"), severity: .mild, territory: World.territory, label: "0319-1")
        let of = Reference<CaseReport>(rawValue: 0)
        let row = ImportRow(
            person: Self.wang,
            facts: [
                ImportFact(.caseReport(report), happenedAt: World.at("2022-03-17T09:00"), knownAt: World.at("2022-03-17T10:00")),
                ImportFact(
                    .caseChange(CaseChange(of: of, change: .classified(.confirmed))), link: .fact(0), happenedAt: World.at("2022-03-18T09:00")),
                ImportFact(.caseChange(CaseChange(of: of, change: .closed(.recovered))), link: .fact(0), happenedAt: World.at("2022-03-28T09:00")),
            ])
        let found = try resources([row, row])
        #expect(found.map { $0.resource["resourceType"] as? String } == ["Patient", "Condition", "Condition"])
        let (patient, condition) = (found[0], found[1])
        #expect(((patient.resource["name"] as? [[String: Any]])?.first)?["text"] as? String == "王 \"明\"\n")
        #expect(patient.resource["birthDate"] as? String == "2099-01-01" && patient.resource["gender"] as? String == "male")
        #expect((condition.resource["subject"] as? [String: Any])?["reference"] as? String == patient.name)
        #expect(code(condition.resource["clinicalStatus"]) == "resolved" && code(condition.resource["verificationStatus"]) == "confirmed")
        #expect(condition.resource["onsetDateTime"] as? String == "2022-03-16" && text(condition.resource["code"]) == "COVID-19")
        #expect(condition.resource["recordedDate"] as? String == "2022-03-17T10:00:00+08:00")
        #expect(code(condition.resource["severity"]) == "255604002")
        #expect(found[1].name == found[2].name && Set(found.map(\.name)).allSatisfy { UUID(uuidString: String($0.dropFirst(9))) != nil })
    }

    @Test("an excluded case is refuted")
    func excluded() throws {
        let row = ImportRow(
            person: Self.wang,
            facts: [
                ImportFact(.caseReport(CaseReport(kind: .suspected, territory: World.territory)), happenedAt: World.at("2022-03-17T09:00")),
                ImportFact(
                    .caseChange(CaseChange(of: Reference(rawValue: 0), change: .excluded)), link: .fact(0), happenedAt: World.at("2022-03-18T09:00")),
            ])
        let condition = try resources([row])[1].resource
        #expect(code(condition["verificationStatus"]) == "refuted" && code(condition["clinicalStatus"]) == "inactive")
        #expect(condition["abatementDateTime"] == nil)
    }

    @Test("a result is an observation of its specimen")
    func observation() throws {
        let row = ImportRow(
            person: Self.wang,
            facts: [
                ImportFact(.specimen(Specimen(code: "T1")), happenedAt: World.at("2022-03-19T10:30")),
                ImportFact(
                    .result(TestResult(specimen: Reference(rawValue: 0), outcome: .positive, ctN: 31.5, laboratory: "A")), link: .fact(0),
                    happenedAt: World.at("2022-03-19T20:00")),
            ])
        let found = try resources([row])
        #expect(found.map { $0.resource["resourceType"] as? String } == ["Patient", "Specimen", "Observation"])
        let observation = found[2].resource
        #expect((observation["specimen"] as? [String: Any])?["reference"] as? String == found[1].name)
        #expect(code(observation["valueCodeableConcept"]) == "10828004")
        #expect(observation["effectiveDateTime"] as? String == "2022-03-19T10:30:00+08:00")
        #expect(((observation["component"] as? [[String: Any]])?.first?["valueQuantity"] as? [String: Any])?["value"] as? Double == 31.5)
    }

    @Test("a stay is an encounter, a dose an immunization")
    func others() throws {
        let stay = Stay(mode: .hospital, site: "湘雅医院", room: "3", territory: World.territory, until: World.at("2022-03-20T00:00"))
        let rows = [
            ImportRow(person: Self.wang, facts: [ImportFact(.stay(stay), happenedAt: World.at("2022-03-10T00:00"))]),
            ImportRow(
                person: Self.wang,
                facts: [ImportFact(.vaccination(Vaccination(product: "CoronaVac", dose: 2)), happenedAt: World.at("2021-05-10T00:00"))]),
        ]
        let found = try resources(rows).map(\.resource)
        #expect(found.map { $0["resourceType"] as? String } == ["Patient", "Encounter", "Immunization"])
        #expect(found[1]["status"] as? String == "finished" && (found[1]["class"] as? [String: Any])?["code"] as? String == "IMP")
        #expect(((found[2]["protocolApplied"] as? [[String: Any]])?.first)?["doseNumberPositiveInt"] as? Int == 2)
    }

    @Test("without a purpose nothing tells who somebody is")
    func masked() throws {
        var hidden = Self.wang
        hidden.identity = Identity(name: "王*明")
        let row = ImportRow(
            person: hidden, facts: [ImportFact(.vaccination(Vaccination(product: "x", dose: 1)), happenedAt: World.at("2021-05-10T00:00"))])
        let patient = try resources([row], isMasked: true)[0].resource
        #expect(patient["identifier"] == nil && patient["telecom"] == nil && patient["birthDate"] as? String == "2099")
        #expect(((patient["address"] as? [[String: Any]])?.first)?["district"] as? String == "430102")
        #expect(((patient["meta"] as? [String: Any])?["security"] as? [[String: Any]])?.first?["code"] as? String == "MASKED")
    }
}
