import Register
import TestWorld
import Testing
import Vocabulary

@testable import Operations

@Suite("Where a case was, as a bulletin may say it")
struct PublishedTrajectoryTests {
    private static let window = Instant.shanghai("2022-03-10T00:00")..<Instant.shanghai("2022-03-16T09:00")
    private static let township = LocalizedText(zh: "左家塘街道", en: "Zuojiatang Subdistrict")

    private static func point(
        _ from: String, _ until: String?, _ place: String = "家中，3栋502室，李小红", registered: Int64? = nil, journey: TrajectoryPoint.Journey? = nil,
        sources: Set<TrajectoryPoint.Source> = [.interview, .police], isTimed: Bool = true
    ) -> Recorded<TrajectoryPoint> {
        let at = Instant.shanghai(from)
        return Recorded(
            id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: at, knownAt: at,
            value: TrajectoryPoint(
                place: place, territory: TerritoryCode("430111003002"), registered: registered.map { Reference(rawValue: $0) },
                until: until.map { Instant.shanghai($0) }, isTimed: isTimed, journey: journey, met: ["李小红 13900001234"], sources: sources,
                quote: "与李小红同住"))
    }

    private static func place(_ name: String, _ sort: String, _ capacity: Int? = nil) -> Place {
        Place(
            name: name, placeClass: sort, territory: TerritoryCode("430111003002") ?? .unstated, address: "韶山路8号", ratedCapacity: capacity,
            responsible: "王建国")
    }

    private static func published(_ points: [Recorded<TrajectoryPoint>], _ places: [Int64: Place] = [:], age: Int? = 43) -> PublishedTrajectory {
        PublishedTrajectory(
            number: 2, age: age, kind: .confirmed, points: points,
            places: Dictionary(uniqueKeysWithValues: places.map { (Reference<Place>(rawValue: $0.key), $0.value) }), window: window, sources: 2,
            zone: .shanghai)
    }

    private static func line(_ trajectory: PublishedTrajectory) -> LocalizedText { trajectory.line(in: .shanghai) { _ in township } }

    /// What is found, and what is said of it.
    private struct Said: Sendable, CustomTestStringConvertible {
        var text: String
        var points: [Recorded<TrajectoryPoint>]
        var places: [Int64: Place] = [:]
        var zh: String
        var testDescription: String { text }
    }

    private static let table = [
        Said(
            text: "home is its township, the hours whole ones around", points: [point("2022-03-11T18:25", "2022-03-11T20:10")],
            zh: "3月11日18—21时在左家塘街道"),
        Said(
            text: "a restaurant is named", points: [point("2022-03-11T12:00", "2022-03-11T13:00", registered: 5)],
            places: [5: place("湘味楼", "restaurant", 40)], zh: "3月11日12—13时左家塘街道湘味楼"),
        Said(
            text: "a small office is its township", points: [point("2022-03-11T09:00", "2022-03-11T12:00", registered: 5)],
            places: [5: place("锦程公司", "office", 60)], zh: "3月11日9—12时在左家塘街道"),
        Said(
            text: "a large one is named", points: [point("2022-03-11T09:00", "2022-03-11T12:00", registered: 5)],
            places: [5: place("便民服务大厅", "office", 300)], zh: "3月11日9—12时左家塘街道便民服务大厅"),
        Said(
            text: "a hospital's ward is its township, however large", points: [point("2022-03-11T09:00", "2022-03-11T12:00", registered: 5)],
            places: [5: place("第二医院呼吸科", "hospital", 800)], zh: "3月11日9—12时在左家塘街道"),
        Said(
            text: "a place whose name is a door is its township", points: [point("2022-03-11T09:00", "2022-03-11T12:00", registered: 5)],
            places: [5: place("红星小区3栋502室小卖部", "shop")], zh: "3月11日9—12时在左家塘街道"),
        Said(
            text: "a place whose name carries a telephone is its township", points: [point("2022-03-11T09:00", "2022-03-11T12:00", registered: 5)],
            places: [5: place("老王粉馆13900001234", "restaurant")], zh: "3月11日9—12时在左家塘街道"),
        Said(
            text: "a train is told by its number, not by the seat",
            points: [point("2022-03-11T09:10", "2022-03-11T14:20", journey: .init(vehicle: .enclosedTrain, number: "G1003", coach: 7, seat: "12F"))],
            zh: "3月11日9—15时乘列车 G1003"),
        Said(
            text: "a taxi has no plate",
            points: [point("2022-03-11T09:10", "2022-03-11T09:40", journey: .init(vehicle: .taxi, number: "湘AT1234"))], zh: "3月11日9—10时乘出租车"),
        Said(
            text: "a plate given for a bus line is not said",
            points: [point("2022-03-11T09:10", "2022-03-11T09:40", journey: .init(vehicle: .enclosedBus, number: "湘A12345"))], zh: "3月11日9—10时乘客车"),
        Said(
            text: "an evening and a night in one township are one stretch",
            points: [point("2022-03-11T19:00", "2022-03-11T21:00"), point("2022-03-11T22:00", "2022-03-12T07:30")],
            zh: "3月11日19时—3月12日8时在左家塘街道"),
        Said(text: "a day without an hour is a day", points: [point("2022-03-11T00:00", nil, isTimed: false)], zh: "3月11日在左家塘街道"),
        Said(
            text: "what lies before the time in question is cut off", points: [point("2022-03-09T20:00", "2022-03-10T07:00")],
            zh: "3月10日0—7时在左家塘街道"),
        Said(
            text: "what rests on one source is not said", points: [point("2022-03-11T12:00", "2022-03-11T13:00", sources: [.interview])],
            zh: "无可公布的活动轨迹"),
    ]

    @Test("says what may be said", arguments: table)
    private func said(_ said: Said) {
        #expect(Self.line(Self.published(said.points, said.places)).zh == "病例2（40—49岁，确诊病例）：\(said.zh)。")
    }

    @Test("tells ages by tens, open from 80 on")
    func ages() {
        for (age, zh) in [(0, "0—9岁"), (9, "0—9岁"), (10, "10—19岁"), (79, "70—79岁"), (80, "80岁及以上"), (103, "80岁及以上")] {
            #expect(Self.line(Self.published([], age: age)).zh.hasPrefix("病例2（\(zh)，"))
        }
        #expect(Self.line(Self.published([], age: nil)).en.hasPrefix("Case 2 (age not known, confirmed)"))
    }

    @Test("nothing that was written freely and nothing that belongs to one person gets out, whoever is drawn")
    func nothingLeaks() {
        var dice = Dice(seed: 20_220_319)
        let sorts = Array(PublishedTrajectory.open.union(PublishedTrajectory.shared)).sorted() + ["hospital", "elderly_home", "prison", "家", ""]
        let vehicles: [VehicleKind?] = VehicleKind.allCases + [nil]
        for _ in 0..<3_000 {
            let name = String((0..<(2 + dice.next(below: 2))).map { _ in dice.pick(["王", "李", "赵", "欧", "阳", "建", "国", "梅", "芳", "伟"]) }.joined())
            let phone = "139" + digits(8, &dice)
            let document = "4301" + digits(13, &dice) + dice.pick(["X", "1"])
            let door = "\(1 + dice.next(below: 30))栋\(100 + dice.next(below: 900))室"
            let secrets = [phone, document, door, "韶山中路\(dice.next(below: 90))号"]
            // Whoever types puts anything anywhere: names, telephones and doors in every field there is.
            func any() -> String { dice.pick([name + phone, door + name, document, name, "与\(name)同车", phone + " " + door]) }
            var places: [Reference<Place>: Place] = [:]
            var points: [Recorded<TrajectoryPoint>] = []
            for index in 0..<(1 + dice.next(below: 6)) {
                let reference = Reference<Place>(rawValue: Int64(index))
                // A registered place is named by its own name; the rule answers for telephones and doors in it.
                places[reference] = Place(
                    name: dice.pick(["湘味楼", "城市广场", "便民大厅" + phone, door + "棋牌室", document]), placeClass: dice.pick(sorts),
                    territory: TerritoryCode("430111003002") ?? .unstated, address: secrets[3] + door, ratedCapacity: dice.pick([nil, 5, 60, 5_000]),
                    responsible: name + phone)
                let at = Self.window.lowerBound + .minutes(dice.next(below: 8_000) - 500)
                let journey =
                    dice.next(below: 3) == 0
                    ? TrajectoryPoint.Journey(
                        vehicle: dice.pick(vehicles), number: dice.pick(["湘A" + digits(5, &dice), "G1003", "CZ3101", any()]), coach: 7, seat: any())
                    : nil
                points.append(
                    Recorded(
                        id: Reference(rawValue: 1), fact: FactID(rawValue: 1), happenedAt: at, knownAt: at,
                        value: TrajectoryPoint(
                            place: any(), territory: TerritoryCode(dice.pick(["430111003002", "430111", "44"])),
                            registered: dice.next(below: 2) == 0 ? reference : nil, until: at + .minutes(dice.next(below: 900)),
                            isTimed: dice.next(below: 5) > 0, journey: journey, met: [any()], sources: [.interview, .police], quote: any())))
            }
            let trajectory = PublishedTrajectory(
                number: 1, age: dice.next(below: 100), kind: .asymptomatic, points: points, places: places, window: Self.window, sources: 2,
                zone: .shanghai)
            let line = trajectory.line(in: .shanghai) { code in
                #expect(code.level <= .township)
                return Self.township
            }
            for text in [line.zh, line.en] {
                for secret in secrets + [name] { #expect(!text.contains(secret), "\(secret) in \(text)") }
                #expect(PublishedTrajectory.identifyingNumber(in: text) == nil && !text.contains("湘A"))
            }
            for stop in trajectory.stops {
                guard let hours = stop.hours else { continue }
                #expect(CivilZone.shanghai.timeOfDay(of: hours.lowerBound) % 3_600_000 == 0)
                #expect(CivilZone.shanghai.timeOfDay(of: hours.upperBound) % 3_600_000 == 0)
            }
        }
    }

    private func digits(_ count: Int, _ dice: inout Dice) -> String { (0..<count).map { _ in String(dice.next(below: 10)) }.joined() }

    @Test("a report's text that carries a telephone or document number is known")
    func numbers() {
        for (text, found) in [
            ("联系人13900001234", "13900001234"), ("139 0000 1234", "13900001234"), ("43010219900101002X。", "43010219900101002X"),
            ("2022年3月18日0—24时，新增3例", nil), ("Case 1: 11/3 12:00–14:00, G1003", nil), ("累计报告确诊病例1346例", nil),
        ] { #expect(PublishedTrajectory.identifyingNumber(in: text) == found) }
    }
}

extension Dice {
    fileprivate mutating func next(below limit: Int) -> Int { number(0...limit - 1) }
    fileprivate mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }
}
