import Register
import Testing
import Vocabulary

@Suite("Chinese names")
struct ChineseNameTests {
    @Test(
        "family and given name are told apart and masked",
        arguments: [
            ("王小明", "王", "小明", "王*明"), ("王明", "王", "明", "王*"), ("欧阳娜娜", "欧阳", "娜娜", "欧阳*娜"), ("诸葛亮", "诸葛", "亮", "诸葛*"),
            ("司马", "司", "马", "司*"), ("张 三", "张", "三", "张*"), ("单雄信", "单", "雄信", "单*信"), ("王", "王", "", "王*"),
            ("买买提·艾力", "", "买买提·艾力", "买* 艾*"), ("John Smith", "", "John Smith", "J* S*"), ("", "", "", ""),
        ])
    func split(name: String, family: String, given: String, masked: String) {
        let parts = ChineseName(name)
        #expect(parts.family == family)
        #expect(parts.given == given)
        #expect(parts.masked == masked)
    }

    @Test(
        "family names that are read otherwise",
        arguments: [
            ("单", ["Shàn"]), ("曾", ["Zēng"]), ("仇", ["Qiú"]), ("区", ["Ōu"]), ("查", ["Zhā"]), ("解", ["Xiè"]), ("覃", ["Qín", "Tán"]),
            ("尉迟", ["Yùchí"]), ("朴", ["Piáo"]), ("乐", ["Yuè", "Lè"]), ("王", []),
        ])
    func readings(family: String, readings: [String]) {
        #expect(ChineseName(family + "明天").familyReadings == readings)
    }

    @Test("every compound name in the table of readings is split as one family name")
    func tablesAgree() {
        for family in ChineseName.heteronyms.keys where family.count > 1 {
            #expect(ChineseName.compoundFamilies.contains(family))
        }
    }

    @Test("a territory's level and parent follow from its code")
    func territory() throws {
        let code = try #require(TerritoryCode("430102"))
        let furong = Territory(code: code, name: LocalizedText(zh: "芙蓉区", en: "Furong District"), population: 642_010)
        #expect(furong.level == .county)
        #expect(furong.parent?.digits == "4301")
    }
}
