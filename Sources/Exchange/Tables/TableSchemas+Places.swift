import Vocabulary

/// The columns of places, and of who was in them. Aliases are the headers of registers of operators, of venue codes and of sign-in books.
extension TableSchemas {
    static let places: [FieldSpec] = [
        placeNumber,
        FieldSpec(.placeName, "场所名称", "Place name", .text, .required, also: placeNames + ["名称", "单位名称", "name", "商户名称", "企业名称"]),
        FieldSpec(
            .placeClass, "场所类别", "Place class", .code, .required, also: ["类别", "场所类型", "行业类别", "class", "category", "type", "venue category"]),
        FieldSpec(
            .placeTerritory, "所在地区", "Territory", .territory, .usual,
            also: ["场所地区", "地区", "地区编码", "所在地区编码", "行政区划", "行政区划代码", "管辖地区", "region code", "territory code", "district"]),
        FieldSpec(.placeAddress, "地址", "Address", .text, also: ["场所地址", "详细地址", "经营地址", "经营场所", "address", "street"]),
        FieldSpec(.creditCode, "统一社会信用代码", "Social credit code", .code, also: ["信用代码", "社会信用代码", "USCC", "unified social credit code"]),
        FieldSpec(.capacity, "核定容量", "Rated capacity", .integer(1...1_000_000), also: ["核定人数", "容量", "最大承载量", "capacity", "核载人数"]),
        FieldSpec(.responsible, "负责人", "Responsible", .text, also: ["责任人", "管理人员", "法定代表人", "联系人", "manager", "contact"]),
        FieldSpec(.known, "登记时间", "Registered at", .instant, also: ["登记日期", "录入时间", "known at", "createdAt"]),
    ]

    static let visits: [FieldSpec] = [
        placeNumber,
        FieldSpec(.placeName, "场所名称", "Place name", .text, .usual, also: placeNames),
        FieldSpec(.placeTerritory, "场所地区", "Place territory", .territory, also: ["场所地区编码", "场所所在地区", "venue region"]),
        FieldSpec(
            .entered, "进入时间", "Entered at", .instant, .required,
            also: [
                "到访时间", "扫码时间", "进场时间", "入场时间", "签到时间", "到达时间", "check in", "check-in time", "checked in", "entry time", "visit start", "start",
                "time in",
            ]),
        FieldSpec(
            .left, "离开时间", "Left at", .instant,
            also: ["离场时间", "签退时间", "退场时间", "check out", "check-out time", "checked out", "exit time", "visit end", "end", "time out"]),
    ]

    private static let placeNumber = FieldSpec(
        .placeNumber, "场所编号", "Place number", .code, also: ["场所码编号", "登记编号", "place id", "venue id", "placeId"])

    private static let placeNames = ["场所", "到访场所", "到访地点", "place", "venue", "venue name", "场所码名称"]
}
