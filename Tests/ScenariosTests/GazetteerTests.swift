import Foundation
import Register
import Scenarios
import Testing
import Vocabulary

@Suite("the territories of Hunan")
struct GazetteerTests {
    let hunan: Gazetteer

    init() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = package.appending(path: "Sources/Scenarios/Resources/territories/hunan.csv")
        hunan = try Gazetteer(csv: String(contentsOf: file, encoding: .utf8))
    }

    @Test("one province, 14 prefectures, 122 counties, 2,008 townships")
    func counts() {
        #expect(TerritoryCode.Level.allCases.map { hunan.territories(at: $0).count } == [1, 14, 122, 2008, 0, 0])
    }

    @Test("people and households of each territory are the sum of those below, 66,444,864 in all")
    func sums() throws {
        let province = try #require(hunan.territories.first)
        #expect(province.population == 66_444_864)
        #expect(province.households == 22_878_336)
        for territory in hunan.territories where territory.level < .county {
            let below = hunan.children(of: territory.code)
            #expect(below.reduce(0) { $0 + ($1.population ?? 0) } == territory.population, "\(territory.name.zh)")
            #expect(below.reduce(0) { $0 + ($1.households ?? 0) } == territory.households, "\(territory.name.zh)")
        }
    }

    @Test("the counties are those in force", arguments: ["430182", "430212", "430582", "431181"])
    func inForce(code: String) throws {
        #expect(hunan[try #require(TerritoryCode(code))]?.population != nil)
    }

    @Test("no statistical zone stands among the counties, but its townships are found by their statistical code")
    func zones() throws {
        #expect(hunan.territories.allSatisfy { !($0.level == .county && $0.code.digits.hasSuffix("71")) })
        #expect(hunan.statisticsCodes.count == 31)
        let yingtian = try #require(hunan.statisticsCodes["430671101"])
        #expect(yingtian.ancestor(at: .county)?.digits == "430681")
        #expect(hunan[yingtian]?.name.zh == "营田镇")
    }

    @Test("no name is borne twice in one territory, in either language")
    func names() {
        for territory in hunan.territories {
            let below = hunan.children(of: territory.code)
            #expect(Set(below.map(\.name.zh)).count == below.count, "\(territory.name.zh)")
            #expect(Set(below.map(\.name.en)).count == below.count, "\(territory.name.en)")
            #expect(!territory.name.zh.isEmpty && !territory.name.en.isEmpty)
        }
    }

    @Test(
        "English names are spelled as they should be",
        arguments: [
            ("4301", "Changsha"), ("4331", "Xiangxi Tujia and Miao Autonomous Prefecture"), ("430102", "Furong District"), ("430181", "Liuyang"),
            ("430529", "Chengbu Miao Autonomous County"), ("431229", "Jingzhou Miao and Dong Autonomous County"), ("431122", "Dong'an County"),
            ("430723", "Lixian County"), ("430212", "Lukou District"),
        ])
    func english(code: String, name: String) throws {
        #expect(hunan[try #require(TerritoryCode(code))]?.name.en == name)
    }

    @Test("every county has a place on the map, inside the province")
    func positions() throws {
        for county in hunan.territories(at: .county) {
            let position = try #require(county.position)
            #expect((108.7...114.3).contains(position.longitude) && (24.6...30.2).contains(position.latitude))
        }
    }

    @Test(
        "a table that cannot stand is refused with its line",
        arguments: [
            ("code,name_zh\n", GazetteerError.missingColumn("name_en")),
            ("code,name_zh,name_en\n43,湖南省\n", .fieldCount(found: 2, expected: 3, line: 2)),
            ("code,name_zh,name_en\n4x,湖南省,Hunan\n", .code("4x", line: 2)),
            ("code,name_zh,name_en,population\n43,湖南省,Hunan,many\n", .number("many", column: "population", line: 2)),
        ])
    func refused(csv: String, error: GazetteerError) {
        #expect(throws: error) { try Gazetteer(csv: csv) }
    }

    @Test("orphans and repeated codes are refused")
    func tree() throws {
        let changsha = try #require(TerritoryCode("4301"))
        #expect(throws: GazetteerError.missingParent(changsha, line: 2)) { try Gazetteer(csv: "code,name_zh,name_en\n4301,长沙市,Changsha") }
        #expect(throws: GazetteerError.self) { try Gazetteer(csv: "code,name_zh,name_en\n43,湖南省,Hunan\n430000,湖南省,Hunan") }
    }
}
