import Register
import Vocabulary

/// A ward of the demo: the department in which the porter of ``HunanMarch2022/surprise()`` pushed beds on the 17th and 18th. One of its patients has had
/// a fever since the evening of the 18th; nobody knows yet of what, and no figure of the province counts it.
public struct HunanWard: Sendable {
    /// A patient, with the moment of the admission and the bed.
    public struct Patient: Sendable {
        /// Who.
        public let identity: InventedIdentity
        /// Where the patient lives, and the day of birth.
        public let person: Person
        /// When admitted.
        public let admitted: Instant
        /// The bed.
        public let bed: String
        /// Specimens taken, each negative.
        public let tested: [Instant]
    }

    /// The hospital.
    public let hospital: StaySite
    /// When it was registered.
    public let opened: Instant
    /// The patients; the first is the suspected one.
    public let patients: [Patient]
    /// The suspicion.
    public let suspicion: CaseReport
    /// When the fever clinic's doctor suspected it.
    public let suspected: Instant
    /// What was done about it.
    public let acts: [(deed: Act.Deed, at: Instant)]
    /// A specimen of the suspected patient on the way to the laboratory.
    public let awaited: Instant
    /// The wards' turns.
    public let turns: [(step: WardStep, at: Instant)]
}

extension HunanMarch2022 {
    /// The respiratory department of the porter's hospital.
    public func ward() throws(IdentifierError) -> HunanWard? {
        guard let county = TerritoryCode("431202"), let home = gazetteer.children(of: county).first?.code else { return nil }
        let zone = policy.zone
        let day = { (number: Int, hour: Int, minute: Int) -> Instant in
            zone.instant(CivilDate(daysSinceEpoch: 19_051) + Days(number), hour: hour) + .minutes(minute)
        }
        let department = "呼吸内科"
        let script: [(age: Int, sex: Sex, day: Int, bed: String, tests: [Int])] = [
            (71, .male, 8, department + "3病室2床", [8, 11, 14, 17]), (66, .female, 12, department + "3病室5床", [12, 15, 18]),
            (58, .male, 10, department + "4病室1床", [10, 13, 16]), (79, .female, 14, department + "4病室3床", [14, 17]),
            (45, .male, 15, department + "5病室1床", [15, 18]), (63, .female, 18, "过渡病区2病室1床", [18]),
        ]
        var identities = InventedIdentities(seed: seed ^ 0x57_41_52_44, phones: 50_000_000)
        var patients: [HunanWard.Patient] = []
        for (number, one) in script.enumerated() {
            let born = CivilDate(daysSinceEpoch: 19_070) - Days(one.age * 365 + 60 + number * 17)
            let identity = try identities.next(sex: one.sex, birthDate: born, home: county)
            patients.append(
                HunanWard.Patient(
                    identity: identity, person: Person(sex: one.sex, birthDate: born, residence: home), admitted: day(one.day, 9, 10 + number * 7),
                    bed: one.bed, tested: one.tests.map { day($0, 6, 40 + number * 3) }))
        }
        let suspected = day(19, 7, 25)
        let suspicion = CaseReport(
            kind: .suspected, onset: CivilDate(daysSinceEpoch: 19_069), detection: .clinic, foundUnderControl: false, severity: .moderate,
            territory: county, reportedBy: "鹤城区第二人民医院呼吸内科", label: "0319-疑1")
        return HunanWard(
            hospital: StaySite(name: "鹤城区第二人民医院", mode: .hospital, territory: county, capacity: 180), opened: day(0, 9, 0),
            patients: patients, suspicion: suspicion, suspected: suspected,
            acts: [(.reported, day(19, 8, 5)), (.audited, day(19, 9, 20)), (.investigationStarted, day(19, 8, 50))], awaited: day(19, 8, 30),
            turns: [
                (WardStep(ward: "过渡病区", kind: .buffer), day(1, 9, 0)),
                (
                    WardStep(ward: department, kind: .frozen, grounds: "3病室一名住院患者发热，疑似感染；运送组一名次密接17、18日在本病区推送病床。"),
                    day(19, 7, 50)
                ),
            ])
    }
}
