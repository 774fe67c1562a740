import Register
import Testing
import Vocabulary

@Suite("Readings of Chinese characters")
struct HanReadingTests {
    @Test(
        "names are read with their family name read as one",
        arguments: [
            ("王小明", ["wang", "xiao", "ming"]), ("单雄信", ["shan", "xiong", "xin"]), ("曾国藩", ["zeng", "guo", "fan"]), ("吕布", ["lv", "bu"]),
            ("尉迟恭", ["yu", "chi", "gong"]), ("万俟卨", ["mo", "qi"]), ("張偉", ["zhang", "wei"]), ("單雄信", ["shan", "xiong", "xin"]),
        ])
    func names(name: String, expected: [String]) {
        #expect(HanReading.syllables(of: name).compactMap(\.first).prefix(expected.count) == expected[...])
    }

    @Test("a character in a given name keeps its usual reading, and a family name its others")
    func positions() {
        #expect(HanReading.syllables(of: "王单")[1].first == "dan")
        #expect(HanReading.syllables(of: "覃鹏")[0].contains("tan"))
        #expect(HanReading.syllables(of: "Anna") == [[], [], [], []])
    }

    @Test(
        "traditional and variant forms have their usual one",
        arguments: [("張", "张"), ("峯", "峰"), ("黃", "黄"), ("昇", "升"), ("劉", "刘"), ("王", "王"), ("a", "a")] as [(Unicode.Scalar, Unicode.Scalar)])
    func forms(written: Unicode.Scalar, usual: Unicode.Scalar) {
        #expect(HanReading.usualForm(of: written) == usual)
    }

    @Test("tone marks come off, ü is v")
    func tones() {
        #expect(HanReading.withoutTones("Lǘ") == "lv")
        #expect(HanReading.withoutTones("Zhái") == "zhai")
        #expect(HanReading.withoutTones("Ōu") == "ou")
    }
}

@Suite("Lunar dates")
struct LunarDateTests {
    @Test(
        "known days",
        arguments: [
            ("2022-02-01", 2022, 1, 1, false), ("2022-01-31", 2021, 12, 29, false), ("2020-05-23", 2020, 4, 1, true),
            ("1949-10-01", 1949, 8, 10, false),
            ("2023-03-22", 2023, 2, 1, true), ("1900-01-31", 1900, 1, 1, false), ("2000-02-05", 2000, 1, 1, false),
        ])
    func days(civil: String, year: Int, month: Int, day: Int, isLeap: Bool) throws {
        let date = try #require(CivilDate(civil))
        let lunar = LunarDate(year: year, month: month, day: day, isLeap: isLeap)
        #expect(LunarDate(date) == lunar)
        #expect(lunar.civilDate == date)
    }

    @Test("every day from 1900 to 2100 goes there and back")
    func everyDay() throws {
        var date = try #require(CivilDate("1900-01-31"))
        let end = try #require(CivilDate("2101-01-28"))
        var failures = 0
        while date <= end {
            if LunarDate(date)?.civilDate != date { failures += 1 }
            date = date + Days(1)
        }
        #expect(failures == 0)
        #expect(LunarDate(end + Days(1)) == nil)
        #expect(LunarDate(year: 2022, month: 1, day: 31).civilDate == nil)
        #expect(LunarDate(year: 2022, month: 2, day: 1, isLeap: true).civilDate == nil)
    }
}
