import Register
import Vocabulary

/// The resources. Systems of codes: HL7 terminology where the element binds to it (`condition-clinical`, `condition-ver-status`, `v2-0203`,
/// `v3-ActCode`, `observation-category`), SNOMED CT where R4's own value sets take it from there.
extension ResourceBundle {
    private static let terminology = "http://terminology.hl7.org/CodeSystem/"
    private static let snomed = "http://snomed.info/sct"

    func patient(_ person: ImportPerson, died: Instant?) -> ResourcePart {
        let home: String? = setting.isMasked ? person.residence?.ancestor(at: .county)?.digits : person.residence?.digits
        let identity = person.identity
        let address: ResourcePart? =
            home == nil && identity.address == nil
            ? nil : [["text": setting.isMasked ? nil : identity.address.map(ResourcePart.text), "district": home.map(ResourcePart.text)]]
        return [
            "resourceType": "Patient",
            "meta": setting.isMasked ? ["security": [["system": .text(Self.terminology + "v3-ObservationValue"), "code": "MASKED"]]] : nil,
            "identifier": setting.isMasked ? nil : identifiers(person),
            "name": person.isNamed || setting.isMasked ? [["text": .text(identity.name)]] : nil,
            "telecom": setting.isMasked || identity.phones.isEmpty
                ? nil : .list(identity.phones.map { ["system": "phone", "value": .text($0)] }),
            "gender": .text(person.sex?.rawValue ?? "unknown"),
            "birthDate": person.birthDate.map { .text(setting.isMasked ? String($0.description.prefix(4)) : $0.description) },
            "deceasedDateTime": died.map(moment), "address": address,
        ]
    }

    private func identifiers(_ person: ImportPerson) -> ResourcePart? {
        var found: [ResourcePart] = []
        if let number = person.identity.documentNumber {
            let type: ResourcePart? =
                switch try? DocumentNumber(number) {
                case .resident?: .concept(word("居民身份证", "resident identity card"), Self.terminology + "v2-0203", "NI")
                case .travel?: .concept(word("护照或通行证", "passport or permit"), Self.terminology + "v2-0203", "PPN")
                case .other?, nil: nil
                }
            found.append(["type": type, "value": .text(number)])
        }
        if let number = person.number { found.append(["type": .concept(word("编号", "number of the file")), "value": .text(number)]) }
        return found.isEmpty ? nil : .list(found)
    }

    func condition(_ report: CaseReport, _ fact: ImportFact, _ row: ImportRow, _ subject: ResourcePart) -> ResourcePart {
        var kind = report.kind
        var end: (status: String, at: Instant)?
        var isExcluded = false
        for case .caseChange(let change) in row.facts.map(\.fact) {
            let at = row.facts.first { $0.fact == .caseChange(change) }?.happenedAt ?? fact.happenedAt
            switch change.change {
            case .classified(let later): kind = later
            case .excluded: (isExcluded, end) = (true, ("inactive", at))
            case .closed(.recovered): end = ("resolved", at)
            case .closed: end = ("inactive", at)
            case .severity, .onset: break
            }
        }
        let verified =
            switch kind {
            case _ where isExcluded: "refuted"
            case .suspected, .probable: "provisional"
            case .confirmed, .asymptomatic: "confirmed"
            }
        let severities: [Severity: String] = [.mild: "255604002", .moderate: "6736007", .severe: "24484000"]
        let kindWord = ChoiceSet.caseKind.word(for: kind.rawValue, chinese: isChinese)
        return [
            "resourceType": "Condition",
            "identifier": report.label.map { [["value": .text($0)]] },
            "clinicalStatus": .concept(end?.status ?? "active", Self.terminology + "condition-clinical", end?.status ?? "active"),
            "verificationStatus": .concept(verified, Self.terminology + "condition-ver-status", verified),
            "category": [.concept(kindWord)],
            "severity": report.severity.map {
                .concept(ChoiceSet.severity.word(for: $0.rawValue, chinese: isChinese), severities[$0].map { _ in Self.snomed }, severities[$0])
            },
            "code": .concept(word(setting.disease.zh, setting.disease.en)), "subject": subject,
            "onsetDateTime": report.onset.map { .text($0.description) },
            "abatementDateTime": isExcluded ? nil : end.map { moment($0.at) }, "recordedDate": moment(fact.knownAt ?? fact.happenedAt),
        ]
    }

    func specimen(_ specimen: Specimen, _ fact: ImportFact, _ subject: ResourcePart) -> ResourcePart {
        [
            "resourceType": "Specimen", "accessionIdentifier": specimen.code.map { ["value": .text($0)] },
            "type": .concept(ChoiceSet.specimenKind.word(for: specimen.kind.rawValue, chinese: isChinese)), "subject": subject,
            "collection": ["collectedDateTime": moment(fact.happenedAt)],
        ]
    }

    func observation(
        _ result: TestResult, _ fact: ImportFact, of specimen: Specimen, _ taken: Instant, _ name: String, _ subject: ResourcePart
    ) -> ResourcePart {
        let codes: [TestOutcome: String] = [.positive: "10828004", .negative: "260385009", .indeterminate: "419984006"]
        let outcome = ChoiceSet.result.word(for: result.outcome.rawValue, chinese: isChinese)
        let values = [(TableField.ctN, result.ctN), (.ctORF1ab, result.ctORF1ab)].compactMap { field, value -> ResourcePart? in
            guard let value, let label = TableKind.tests.schema.spec(field)?.label else { return nil }
            return ["code": .concept(word(label.zh, label.en)), "valueQuantity": ["value": .decimal(value)]]
        }
        let method = ChoiceSet.method.word(for: specimen.method.rawValue, chinese: isChinese)
        return [
            "resourceType": "Observation", "status": "final",
            "category": [.concept(word("实验室检测", "laboratory"), Self.terminology + "observation-category", "laboratory")],
            "code": .concept("\(word(setting.disease.zh, setting.disease.en)) \(method)"), "subject": subject, "effectiveDateTime": moment(taken),
            "issued": moment(fact.happenedAt), "performer": result.laboratory.map { [["display": .text($0)]] },
            "valueCodeableConcept": .concept(outcome, codes[result.outcome].map { _ in Self.snomed }, codes[result.outcome]),
            "specimen": ["reference": .text(name)],
            "component": values.isEmpty ? nil : .list(values),
        ]
    }

    func encounter(_ stay: Stay, _ fact: ImportFact, _ subject: ResourcePart) -> ResourcePart {
        let codes: [ControlMode: String] = [.hospital: "IMP", .central: "OBSENC", .homeIsolation: "HH", .homeMonitoring: "HH"]
        return [
            "resourceType": "Encounter", "status": stay.until == nil ? "in-progress" : "finished",
            "class": ["system": .text(Self.terminology + "v3-ActCode"), "code": .text(codes[stay.mode] ?? "AMB")],
            "type": [.concept(ChoiceSet.mode.word(for: stay.mode.rawValue, chinese: isChinese))], "subject": subject,
            "period": ["start": moment(fact.happenedAt), "end": stay.until.map(moment)],
            "hospitalization": stay.ending.map {
                ["dischargeDisposition": .concept(ChoiceSet.ending.word(for: $0.rawValue, chinese: isChinese))]
            },
            "location": stay.site.map { site in
                [["location": ["display": .text([site, stay.room].compactMap(\.self).joined(separator: " "))]]]
            },
        ]
    }

    func immunization(_ dose: Vaccination, _ fact: ImportFact, _ subject: ResourcePart) -> ResourcePart {
        [
            "resourceType": "Immunization", "status": "completed", "vaccineCode": .concept(dose.product), "patient": subject,
            "occurrenceDateTime": moment(fact.happenedAt), "recorded": fact.knownAt.map(moment),
            "protocolApplied": [["doseNumberPositiveInt": .integer(dose.dose)]],
        ]
    }

    private var isChinese: Bool { setting.language == .chinese }
    private func word(_ zh: String, _ en: String) -> String { isChinese ? zh : en }
    private func moment(_ instant: Instant) -> ResourcePart { .text(setting.zone.text(of: instant)) }
}
