import Foundation
import TestWorld
import Testing

@testable import Tracing

/// All texts are invented, and so is everybody in them.
@Suite("A narrative is read")
struct NarrativeTests {
    private let reader = NarrativeReader()

    private func found(_ text: String, _ kind: NarrativeSpan.Kind) -> [String] {
        reader.read(text).spans.filter { $0.label.kind == kind }.map(\.text)
    }

    @Test(
        "for dates and times, in every form that people write",
        arguments: [
            ("3月11日发热。", ["3月11日"]),
            ("2022年3月11日上午8时30分许到市里。", ["2022年3月11日上午8时30分许"]),
            ("2022/3/11确诊，2022-03-12转院。", ["2022/3/11", "2022-03-12"]),
            ("3月11日至13日居家，15日晚发病。", ["3月11日", "13日", "15日晚"]),
            ("3月1719日停留，25日28日陪护。", ["3月1719日", "25日28日"]),
            ("3月11、12日两次就诊。", ["3月11", "12日"]),
            ("于3月11日17:20出发，20:36到站。", ["3月11日17:20", "20:36"]),
            ("3月11日12时至24时新增2例。", ["3月11日12时", "24时"]),
            ("23号到家，住5号楼3号房。", ["23号"]),
            ("发病前2天外出，服药4天，3日后好转，每2日复查。", []),
            ("3月下旬来过。", ["3月下旬"]),
            ("体温39.2度，共12人，电话120。", []),
            ("Fever began on 12 March 2022 at 09:30; seen on March 14th, 2022.", ["12 March 2022 at 09:30", "March 14th, 2022"]),
            ("３月１１日发病。", ["３月１１日"]),
        ])
    func times(text: String, expected: [String]) { #expect(found(text, .time) == expected) }

    @Test(
        "for hospitals, from where their names begin to their last branch",
        arguments: [
            ("3月12日到岳阳市第一人民医院就诊。", ["岳阳市第一人民医院"]),
            ("由120急救车送至市一院隔离治疗。", ["市一院"]),
            ("随后转入和平县中医院，再转某大学附属第二医院。", ["和平县中医院", "某大学附属第二医院"]),
            ("在医院陪护，往返于医院，当地医院未收。", []),
            ("现在定点医疗机构隔离治疗", ["定点医疗机构"]),
            ("转至仁和医院集团总院。", ["仁和医院集团总院"]),
            ("在永安市第一医院燕北分院治疗。", ["永安市第一医院燕北分院"]),
            ("3月12日青山县医院收治。", ["青山县医院"]),
            ("He was taken to Green Hill Hospital by car.", ["Green Hill Hospital"]),
        ])
    func hospitals(text: String, expected: [String]) { #expect(found(text, .hospital) == expected) }

    @Test(
        "for places: divisions, what lies in them, names known by their ending, one character for a city",
        arguments: [
            ("从武汉返回长沙市雨花区。", ["武汉", "长沙市雨花区"]),
            ("现住永州市冷水滩区梅湾街道向阳社区3栋。", ["永州市冷水滩区梅湾街道向阳社区3栋"]),
            ("武汉务工返乡人员，系武汉来衢人员。", ["武汉", "武汉", "衢"]),
            ("3月11日自深圳返莞，家住湖南浏阳。", ["深圳", "莞", "湖南浏阳"]),
            ("到红旗镇入住酒店，经拱北口岸去澳门。", ["红旗镇", "拱北口岸", "澳门"]),
            ("桃源县龙潭镇人，在桃源火车站逗留。", ["桃源县龙潭镇", "桃源火车站"]),
            ("由南京南至德州东乘车。", ["南京南", "德州东"]),
            ("未到过农村，本村、我市、疫区均无。", []),
            ("回家后未外出，回国，回乡。", []),
            ("从灵璧回来，住在枞阳。", ["灵璧", "枞阳"]),
            ("坚持和平，东方欲晓，长安常在。", []),
            ("He flew from Guangzhou to Changsha in March.", ["Guangzhou", "Changsha"]),
        ])
    func places(text: String, expected: [String]) { #expect(found(text, .place) == expected) }

    @Test("with roles where the words tell them")
    func roles() {
        let text = "3月11日从武汉途经岳阳返回长沙，3月13日出现发热，3月14日到市一院就诊，3月15日隔离，3月16日确诊。"
        let labels = reader.read(text).spans.map { "\($0.label.rawValue) \($0.text)" }
        #expect(
            labels == [
                "MDT 3月11日", "QYL 武汉", "ZZL 岳阳", "MDL 长沙", "FBT 3月13日", "JZT 3月14日", "ZSI 市一院", "GLT 3月15日", "QZT 3月16日",
            ])
    }

    @Test("offsets count Unicode scalars, also behind characters of more than one unit")
    func offsets() throws {
        let span = try #require(reader.read("👩‍⚕️𠮷村3月11日").spans.last)
        #expect(span.start == 6 && span.end == 11 && span.text == "3月11日")
    }

    @Test("into a timeline with flights, trains, seats and people met; a day without a month is one of the month last named")
    func events() throws {
        let text = "2022年3月9日20:30与妻子乘坐CZ3101航班（座位号32A）自广州飞往长沙。10日乘G1234次列车(05车12F号)到岳阳与同事聚餐。3月12日至14日居家。"
        let events = reader.read(text).events
        #expect(events.map(\.date) == ["2022-03-09", "2022-03-10", "2022-03-12"])
        #expect(events.map(\.until) == [nil, nil, "2022-03-14"])
        #expect(events[0].time == "20:30")
        #expect(events[0].transports == [NarrativeTransport(kind: .flight, number: "CZ3101", seat: "32A")])
        #expect(events[1].transports == [NarrativeTransport(kind: .train, number: "G1234", coach: 5, seat: "12F")])
        #expect(events.map(\.people) == [["妻子"], ["同事"], []])
        #expect(reader.read("3月9日到家。", year: 2022).events.first?.date == "2022-03-09")
        #expect(reader.read("3月9日到家。").events.first?.date == "--03-09")
        #expect(reader.read("2022年2月30日到家。").events.first?.date == nil, "there is no such day")
    }

    @Test(
        "into people by their full names, where they stand behind a word of company or a relation",
        arguments: [
            ("3月10日与王建国、李晓明聚餐。", ["王建国", "李晓明"]), ("3月10日与同事张伟在办公室。", ["同事张伟"]), ("3月10日和欧阳慧一同乘车。", ["欧阳慧"]),
            ("3月10日与妻子到长沙市天心区。", ["妻子"]), ("3月10日同江西省来人会面。", []), ("3月10日与高铁站工作人员接触。", []),
            ("2022-03-10 dinner with Li Xiaoming at home.", ["Li Xiaoming"]), ("3月10日从和平路出发。", []),
        ])
    func names(text: String, people: [String]) {
        #expect(reader.read(text).events.first?.people == people, "\(text)")
    }

    @Test(
        "into vehicles by their plates, beside the word for the vehicle or alone",
        arguments: [
            ("3月10日18:00乘坐出租车（湘AT3157）回家。", NarrativeTransport.Kind.taxi, "湘AT3157"),
            ("3月10日驾驶湘A·12345前往宁乡。", .car, "湘A12345"), ("3月10日乘坐湘AD06688的大巴到岳阳。", .bus, "湘AD06688"),
        ])
    func plates(text: String, kind: NarrativeTransport.Kind, number: String) {
        #expect(reader.read(text).events.first?.transports == [NarrativeTransport(kind: kind, number: number)], "\(text)")
    }

    @Test("of a journey of several legs the last one's place and date are destination and arrival, those before transit and other times")
    func legs() {
        let narrative = reader.read("1月19日从武汉到揭阳，1月20日从揭阳到珠海，1月23日发热。")
        func texts(_ label: NarrativeSpan.Label) -> [String] { narrative.spans.filter { $0.label == label }.map(\.text) }
        #expect(texts(.transit) == ["揭阳"] && texts(.destination) == ["珠海"] && texts(.placeLeft) == ["武汉", "揭阳"])
        #expect(texts(.otherTime) == ["1月19日"] && texts(.arrived) == ["1月20日"] && texts(.onset) == ["1月23日"])
        // In the timeline each leg still has its own destination.
        #expect(narrative.events.first?.places.map(\.label) == [.placeLeft, .destination])
    }

    @Test("and no text whatever ends the program", arguments: 0..<200)
    func anything(seed: UInt64) {
        var dice = Dice(seed: seed)
        let pieces = [
            "月", "日", "12", "3", "时", ":", "医院", "集团", "市", "县", "武汉", "回", "返", "从", "到", "(", "，", "。", "座位号", "车", "号", "A", "CZ31", "G1", "次",
            "病例", "某", "👩‍⚕️", " ",
            "March", "at ", "seat ", "99999999999999999999", "年", "2022", "/", "-", "院", "一", "Hospital", "in ", "\n", "\u{0}",
        ]
        let text = (0..<dice.number(0...60)).compactMap { _ in dice.one(of: pieces) }.joined()
        let scalars = Array(text.unicodeScalars)
        for span in reader.read(text).spans {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: scalars[span.start..<span.end])
            #expect(String(view) == span.text)
        }
    }
}

@Suite("The published narratives")
struct PublishedNarrativeTests {
    private static let file = Linelists.folder.appending(path: "narratives/case_narratives_60.jsonl")

    private struct Tagged: Decodable {
        struct Entity: Decodable {
            let start, end: Int
            let label: NarrativeSpan.Label
        }
        let text: String
        let entities: [Entity]
    }

    @Test(
        "are read with a span F1 of at least 0.85 for dates and hospitals and 0.75 for places",
        .enabled(if: FileManager.default.fileExists(atPath: file.path), "../shared/data/narratives is not here"))
    func scores() throws {
        let lines = try String(contentsOf: PublishedNarrativeTests.file, encoding: .utf8).split(separator: "\n")
        let reader = NarrativeReader()
        var counts: [NarrativeSpan.Kind: (right: Int, found: Int, there: Int)] = [:]
        for line in lines {
            let tagged = try JSONDecoder().decode(Tagged.self, from: Data(line.utf8))
            let spans = reader.read(tagged.text).spans
            for kind in NarrativeSpan.Kind.allCases {
                let found = Set(spans.filter { $0.label.kind == kind }.map { [$0.start, $0.end] })
                let there = Set(tagged.entities.filter { $0.label.kind == kind }.map { [$0.start, $0.end] })
                let known = counts[kind] ?? (0, 0, 0)
                counts[kind] = (known.right + found.intersection(there).count, known.found + found.count, known.there + there.count)
            }
        }
        func score(_ kind: NarrativeSpan.Kind) -> Double {
            guard let count = counts[kind] else { return 0 }
            return 2 * Double(count.right) / Double(count.found + count.there)
        }
        #expect(lines.count == 60)
        #expect(score(.time) >= 0.85)
        #expect(score(.hospital) >= 0.85)
        #expect(score(.place) >= 0.75)
    }
}
