import Vocabulary

extension HunanMarch2022 {
    /// Who can be signed in as in the demo, the ones the guided tour needs first.
    public static let roles: [DemoRole] = [
        role(.commander, "省指挥长", "Commander of the province", "commander", "43"),
        role(.investigator, "雨花区流调员", "Investigator, Yuhua", "investigator", "430111"),
        role(.laboratory, "长沙市核酸检测基地", "Laboratory, Changsha", "laboratory", "4301"),
        role(.checkpoint, "长沙南站检查点", "Checkpoint, Changsha South", "checkpoint", "430111"),
        role(.communityWorker, "高桥街道社区干部", "Community worker, Gaoqiao in Yuhua", "community", "430111007"),
        role(.communityWorker, "桃花坪街道社区干部", "Community worker, Taohuaping in Longhui", "community2", "430524001"),
        role(.isolationSite, "雨花区隔离点负责人", "Isolation site manager, Yuhua", "isolation", "430111"),
        role(.hospital, "长沙市定点医院", "Designated hospital, Changsha", "hospital", "4301"),
        role(.placeManager, "鹤城区医院后勤负责人", "Hospital logistics manager, Hecheng", "place", "431202"),
        role(.investigator, "鹤城区流调员", "Investigator, Hecheng", "investigator2", "431202"),
        role(.inspector, "省督查组", "Inspector of the province", "inspector", "43"),
        role(.dutyOfficer, "长沙市值班员", "Duty officer, Changsha", "duty", "4301"),
        role(.viewer, "观察员", "Viewer", "viewer", "43"),
        role(.administrator, "系统管理员", "Administrator", "administrator", "43"),
    ].compactMap(\.self)

    private static func role(_ role: Role, _ zh: String, _ en: String, _ username: String, _ territory: String) -> DemoRole? {
        TerritoryCode(territory).map { DemoRole(role: role, name: LocalizedText(zh: zh, en: en), username: username, territory: $0) }
    }
}
