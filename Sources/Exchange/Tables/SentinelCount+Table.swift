import Register
import Vocabulary

/// The columns of what sentinels counted. Aliases are the headers of daily returns of clinics, pharmacies and schools.
extension TableSchemas {
    static let counts: [FieldSpec] = [
        FieldSpec(
            .placeTerritory, "地区", "Territory", .territory, .usual,
            also: ["所在地区", "地区编码", "行政区划", "行政区划代码", "县区", "区县", "region", "district", "county", "territory code"]),
        FieldSpec(.sentinel, "来源", "Source", .choice(.sentinel), .required, also: ["哨点", "哨点类型", "监测来源", "类别", "sentinel", "kind", "indicator"]),
        FieldSpec(.countedOn, "日期", "Day", .date, .required, also: ["统计日期", "监测日期", "报告日期", "date", "reported on"]),
        FieldSpec(.counted, "人数", "Count", .integer(0...10_000_000), .required, also: ["例数", "人次", "数量", "计数", "就诊人次", "n", "number", "total"]),
    ]
}

extension RowCells {
    /// What a sentinel counted; problems are noted. Of a day that is not over nothing is counted yet, but it may be told.
    mutating func sentinelCount() -> SentinelCount? {
        let (territory, source) = (territory(.placeTerritory), choice(.sentinel, as: SentinelSource.self))
        let (day, count) = (date(.countedOn), integer(.counted, in: 0...10_000_000))
        let needed = (
            require(.placeTerritory, territory ?? plan.context.territory), require(.sentinel, source), require(.countedOn, day),
            require(.counted, count)
        )
        guard let territory = needed.0, let source = needed.1, let day = needed.2, let count = needed.3, problems.isEmpty else { return nil }
        return SentinelCount(territory: territory, source: source, day: day, count: count)
    }
}
