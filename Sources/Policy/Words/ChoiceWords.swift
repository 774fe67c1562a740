import Vocabulary

/// What the closed choices of policies are called in both languages. A test sees that none is missing.
enum ChoiceWords {
    /// The words for a choice; its raw value where the table has none.
    static func of<Choice: RawRepresentable<String>>(_ choice: Choice) -> LocalizedText {
        words(type: String(reflecting: Choice.self), raw: choice.rawValue) ?? LocalizedText(zh: choice.rawValue, en: choice.rawValue)
    }

    /// The words for a choice of a type, by its full name.
    static func words(type: String, raw: String) -> LocalizedText? {
        table[type.split(separator: ".").dropFirst().joined(separator: ".")]?[raw]
    }

    private static let table: [String: [String: LocalizedText]] = {
        var table: [String: [String: LocalizedText]] = [:]
        var type = ""
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "|").map { $0.trimming }
            if parts.count == 1 {
                type = parts[0]
            } else if parts.count == 3 {
                table[type, default: [:]][parts[0]] = LocalizedText(zh: parts[1], en: parts[2])
            }
        }
        return table
    }()
}

extension Substring {
    /// Without spaces at both ends.
    var trimming: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension ControlMode: PolicyChoice {}
extension SpecialGroup: PolicyChoice {}
extension OriginRisk: PolicyChoice {}
extension ZoneLevel: PolicyChoice {}
extension ArrivalCheck: PolicyChoice {}
extension Role: PolicyChoice {}
extension InvestigationLine: PolicyChoice {}
extension TestMethod: PolicyChoice {}
extension CaseKind: PolicyChoice {}
extension Severity: PolicyChoice {}
extension ContactDegree: PolicyChoice {}
extension ContactSetting: PolicyChoice {}
extension VehicleKind: PolicyChoice {}
extension Policy.Application: PolicyChoice {}
extension DiseaseProfile.Route: PolicyChoice {}
extension DiseaseProfile.InfectiousAnchor: PolicyChoice {}
extension DiseaseProfile.Distribution.Shape: PolicyChoice {}
extension ControlStage.Origin: PolicyChoice {}
extension TestFrequency.Event: PolicyChoice {}
extension TestOccasion: PolicyChoice {}
extension TestingRules.CertificateOrigin: PolicyChoice {}
extension TestingRules.MustTestGroup: PolicyChoice {}
extension VaccinationStatus: PolicyChoice {}
extension PoolRules.SingleGroup: PolicyChoice {}
extension AntigenRules.Group: PolicyChoice {}
extension TracingRules.CaseTask: PolicyChoice {}
extension TracingRules.ContactTask: PolicyChoice {}
extension ContactDefinitions.Crew: PolicyChoice {}
extension TreatmentRules.Task: PolicyChoice {}
extension TreatmentRules.TransferHop: PolicyChoice {}
extension TreatmentRules.CareSite: PolicyChoice {}
extension ArrivalRules.Anchor: PolicyChoice {}
extension ArrivalRules.Occasion: PolicyChoice {}
extension ArrivalSource: PolicyChoice {}
extension TerritoryLevel: PolicyChoice {}
extension PlaceMeasure: PolicyChoice {}
extension ShiftPattern.Kind: PolicyChoice {}
extension GatheringRules.Kind: PolicyChoice {}
extension GatheringRules.Decision: PolicyChoice {}
extension GatheringRules.Condition: PolicyChoice {}
extension CommandRules.Activation: PolicyChoice {}
extension CommandRules.ResponseLevel: PolicyChoice {}
extension CommandRules.DirectiveTask: PolicyChoice {}
extension CommunityRules.TeamMember: PolicyChoice {}
extension CommunityRules.VulnerableGroup: PolicyChoice {}
extension CommunityRules.VaccinationPriority: PolicyChoice {}
extension SupervisionRules.Gravity: PolicyChoice {}
extension SupervisionRules.EscalationStep.Kind: PolicyChoice {}
extension ZoneRules.Scheme: PolicyChoice {}
extension ZoneRules.ZoneUnit: PolicyChoice {}
extension ZoneRules.ZoneMeasure: PolicyChoice {}
extension TargetRules.ControlledStatus: PolicyChoice {}
extension TargetRules.ImportRule: PolicyChoice {}
extension UnitCosts.Item: PolicyChoice {}
extension OverreachLimits.Checkpoints: PolicyChoice {}
extension Prohibition: PolicyChoice {}

extension ChoiceWords {
    private static let text = """
        ControlMode
        hospital | 住院 | hospital
        central | 集中隔离 | central quarantine
        homeIsolation | 居家隔离 | home isolation
        homeMonitoring | 居家健康监测 | home health monitoring
        workAndHome | 两点一线健康监测 | between home and work
        selfMonitoring | 自我健康监测 | self-monitoring
        SpecialGroup
        child | 14 岁及以下儿童 | children up to 14
        pregnantOrNursing | 孕产妇 | pregnant or nursing
        underlyingDisease | 有基础疾病 | underlying disease
        dependentOnCare | 生活不能自理 | dependent on care
        assessedByExperts | 经专家评估 | after experts' assessment
        OriginRisk
        high | 高风险区来人 | from high-risk areas
        medium | 中风险区来人 | from medium-risk areas
        low | 低风险区来人 | from low-risk areas
        affectedProvince | 有本土疫情省份来人 | from provinces with local cases
        unaffected | 无疫情省份来人 | from provinces without cases
        abroad | 境外来人 | from abroad
        ZoneLevel
        high | 高风险区（封控区） | high risk (sealed)
        medium | 中风险区（管控区） | medium risk (controlled)
        low | 低风险区（防范区） | low risk (precautionary)
        ArrivalCheck
        temperature | 测温 | temperature
        mask | 戴口罩 | mask
        healthCode | 健康码 | health code
        itinerary | 行程卡 | itinerary
        testCertificate | 核酸证明 | test certificate
        Role
        administrator | 管理员 | administrator
        commander | 指挥员 | commander
        investigator | 流调员 | investigator
        laboratory | 检测机构 | laboratory
        hospital | 医院 | hospital
        checkpoint | 查验点 | checkpoint
        communityWorker | 社区工作者 | community worker
        placeManager | 场所负责人 | place manager
        inspector | 督查员 | inspector
        isolationSite | 隔离点 | isolation site
        dutyOfficer | 值班员 | duty officer
        viewer | 查看者 | viewer
        TestMethod
        nucleicAcid | 核酸 | nucleic acid
        antigen | 抗原 | antigen
        serology | 血清学 | serology
        other | 其他 | other
        CaseKind
        suspected | 疑似病例 | suspected cases
        probable | 临床诊断病例 | probable cases
        confirmed | 确诊病例 | confirmed cases
        asymptomatic | 无症状感染者 | asymptomatic infections
        Severity
        mild | 轻型 | mild
        moderate | 普通型 | moderate
        severe | 重型 | severe
        critical | 危重型 | critical
        ContactDegree
        close | 密接 | close contact
        secondary | 次密接 | secondary contact
        exposedAtPlace | 涉疫场所暴露人员 | exposed at a place
        general | 一般接触者 | general contact
        ContactSetting
        household | 共同居住 | household
        care | 照料、诊治 | care
        ward | 同病房 | ward
        aerosolProcedure | 产生气溶胶操作 | aerosol procedure
        workplace | 同办公、车间 | workplace
        classroom | 同教室 | classroom
        dormitory | 同宿舍 | dormitory
        meal | 同餐 | meal
        entertainment | 同娱乐 | entertainment
        enclosedSpace | 密闭空间 | enclosed space
        transport | 同交通工具 | transport
        environment | 污染环境、物品 | contaminated environment
        venue | 同场所 | venue
        burial | 殡葬 | burial
        other | 其他 | other
        VehicleKind
        aircraft | 飞机 | aircraft
        enclosedTrain | 全封闭空调列车 | enclosed train
        sleeperTrain | 软卧 | sleeper compartment
        openTrain | 普通列车 | open train
        enclosedBus | 封闭空调客车 | enclosed bus
        ventilatedBus | 通风客车 | ventilated bus
        ship | 轮船 | ship
        taxi | 出租车、网约车 | taxi
        Policy.Application
        newTriggers | 仅适用于生效后的新情形 | new triggers only
        open | 也适用于未了结的情形 | everything open as well
        DiseaseProfile.Route
        droplet | 飞沫 | droplets
        airborne | 空气 | airborne
        contact | 接触 | contact
        bodyFluids | 体液 | body fluids
        faecalOral | 粪口 | faecal-oral
        vector | 媒介生物 | vector
        animal | 动物 | animals
        DiseaseProfile.InfectiousAnchor
        onset | 发病 | onset
        rash | 出疹 | rash
        DiseaseProfile.Distribution.Shape
        gamma | 伽马分布 | gamma
        lognormal | 对数正态分布 | lognormal
        weibull | 韦布尔分布 | Weibull
        fixed | 定值 | fixed
        ControlStage.Origin
        anchor | 起算日 | the anchor
        entry | 管控之日 | the day control began
        TestFrequency.Event
        admission | 入院 | admission
        leavingLoop | 离开闭环 | leaving the loop
        enteringLoop | 进入闭环 | entering the loop
        TestOccasion
        feverClinic | 发热门诊 | fever clinic
        inpatient | 门诊、住院患者及陪护 | patients and companions
        yellowCode | 黄码人员 | yellow code
        voluntary | 愿检尽检 | voluntary
        TestingRules.CertificateOrigin
        sampling | 采样时间 | sampling
        result | 出具结果时间 | result
        TestingRules.MustTestGroup
        closeContacts | 密切接触者 | close contacts
        entrantsFromAbroad | 境外入境人员 | entrants from abroad
        feverClinicPatients | 发热门诊患者 | fever-clinic patients
        inpatientsAndCompanions | 新住院患者及陪护 | new inpatients and companions
        medicalStaff | 医疗机构工作人员 | medical staff
        portStaff | 口岸检疫和边防检查人员 | port and border staff
        prisonStaff | 监所工作人员 | prison staff
        elderlyHomeStaff | 社会福利养老机构工作人员 | staff of homes for the elderly
        VaccinationStatus
        none | 不要求 | none
        primary | 全程接种 | full course
        booster | 加强免疫 | booster
        PoolRules.SingleGroup
        isolated | 隔离人员 | people in isolation
        keyPersons | 重点人员 | key persons
        symptomatic | 有症状者 | people with symptoms
        patients | 患者 | patients
        AntigenRules.Group
        primaryCarePatients | 基层就诊患者 | primary-care patients
        isolated | 隔离观察人员 | people in isolation
        residents | 社区居民 | residents
        TracingRules.CaseTask
        investigationStarted | 到达现场 | investigation started
        coreInformation | 核心信息 | core information
        firstReport | 初步报告 | preliminary report
        contactsListed | 密接名单 | contacts listed
        InvestigationLine
        health | 公卫 | health
        police | 公安 | police
        communications | 工信（通信） | communications data
        TracingRules.ContactTask
        located | 落位 | located
        notified | 告知 | notified
        transferred | 转运 | transferred
        prophylaxis | 预防用药 | prophylaxis
        ContactDefinitions.Crew
        none | 无 | none
        serving | 该区域服务人员 | those serving the section
        all | 全体 | all
        TreatmentRules.Task
        reported | 报告 | report
        audited | 审核 | audit
        isolated | 隔离 | isolation
        admitted | 收治 | admission
        TreatmentRules.TransferHop
        accepted | 接收 | accepted
        departed | 出发 | departed
        arrived | 到达 | arrived
        TreatmentRules.CareSite
        home | 居家 | home
        isolationSite | 集中隔离点 | isolation site
        temporaryHospital | 方舱医院 | temporary hospital
        designatedHospital | 定点医院 | designated hospital
        intensiveCare | 重症监护 | intensive care
        ArrivalRules.Anchor
        leftArea | 离开风险区之日 | the day the area was left
        entry | 抵达之日 | the day of arrival
        ArrivalRules.Occasion
        gatherings | 聚集活动 | gatherings
        crowdedPlaces | 人员密集场所 | crowded places
        publicTransport | 公共交通 | public transport
        restaurants | 餐饮场所 | restaurants
        malls | 商场 | malls
        ArrivalSource
        registration | 入湘报备 | registrations
        manifest | 客票信息 | manifests
        checkpoint | 查验点登记 | checkpoints
        placeCode | 场所码 | place codes
        healthCode | 健康码 | health codes
        doorKnock | 敲门行动 | door-knocking
        hotel | 酒店登记 | hotel registers
        pushedList | 推送名单 | pushed lists
        tollList | 高速卡口名单 | toll lists
        TerritoryLevel
        nation | 国家 | nation
        province | 省 | province
        prefecture | 市州 | prefecture
        county | 县市区 | county
        township | 乡镇街道 | township
        village | 村社区 | village
        grid | 网格 | grid
        PlaceMeasure
        placeCode | 场所码 | place code
        certificate | 查验核酸证明 | certificate
        mask | 戴口罩 | mask
        temperature | 测温 | temperature
        ventilation | 通风 | ventilation
        disinfection | 消毒 | disinfection
        staffTests | 员工检测 | staff tests
        cap | 限流 | limited numbers
        responsiblePerson | 责任人 | a responsible person
        distance | 保持距离 | distance
        ShiftPattern.Kind
        preIsolation | 上岗前隔离 | isolation before duty
        duty | 在岗 | duty
        centralIsolation | 集中隔离 | central isolation
        homeIsolation | 居家隔离 | home isolation
        rest | 轮休 | rest
        GatheringRules.Kind
        familyMeal | 家庭聚餐 | family meal
        banquet | 宴会 | banquet
        wedding | 婚礼 | wedding
        funeral | 丧事 | funeral
        meeting | 会议 | meeting
        exhibition | 展会 | exhibition
        performance | 演出 | performance
        sport | 体育赛事 | sport
        religious | 宗教活动 | religious
        training | 培训 | training
        market | 集市 | market
        other | 其他 | other
        GatheringRules.Decision
        allow | 可以举办 | allowed
        report | 报备后举办 | to be reported
        approve | 须经批准 | needs approval
        refuse | 不得举办 | refused
        GatheringRules.Condition
        attendeeList | 参加人员名单 | list of attendees
        certificate48h | 48 小时核酸证明 | certificate within 48 h
        certificate72h | 72 小时核酸证明 | certificate within 72 h
        placeCode | 场所码 | place code
        mask | 戴口罩 | mask
        noMeal | 不聚餐 | no meal
        preventionPlan | 防控方案 | prevention plan
        responsiblePerson | 责任人 | a responsible person
        CommandRules.Activation
        always | 始终激活 | always
        onCase | 出现本土病例时 | with the first local case
        onOrder | 依命令 | on order
        CommandRules.ResponseLevel
        I | Ⅰ级响应 | level I
        II | Ⅱ级响应 | level II
        III | Ⅲ级响应 | level III
        IV | Ⅳ级响应 | level IV
        CommandRules.DirectiveTask
        read | 签收 | read
        acknowledged | 确认 | acknowledged
        reported | 反馈 | reported
        CommunityRules.TeamMember
        gridHead | 网格长 | grid head
        police | 公安 | police
        health | 卫健 | health worker
        party | 党员 | party member
        official | 干部 | official
        townshipLeader | 乡镇领导 | township leader
        villageCadre | 村干部 | village cadre
        groupLeader | 组长 | group leader
        relative | 亲友 | relative or friend
        volunteer | 志愿者 | volunteer
        CommunityRules.VulnerableGroup
        elderlyAlone | 独居老人 | elderly living alone
        over80 | 80 岁以上 | over 80
        chronicallyIll | 慢病患者 | chronically ill
        pregnant | 孕产妇 | pregnant
        disabled | 残疾人 | disabled
        childAlone | 独居儿童 | children alone
        dialysis | 透析患者 | dialysis patients
        CommunityRules.VaccinationPriority
        children3to11 | 3–11 岁 | ages 3–11
        over60 | 60 岁以上 | over 60
        over80 | 80 岁以上 | over 80
        highRiskPosts | 高风险岗位 | high-risk posts
        contacts | 接触者 | contacts
        contactsOfContacts | 接触者的接触者 | contacts of contacts
        healthWorkers | 医务人员 | health workers
        SupervisionRules.Gravity
        minor | 一般 | minor
        serious | 严重 | serious
        grave | 重大 | grave
        SupervisionRules.EscalationStep.Kind
        notice | 通报 | notice
        interview | 约谈 | interview
        accountability | 问责 | accountability
        ZoneRules.Scheme
        none | 不划定 | none
        riskLevels | 街道（乡镇）风险等级 | risk levels of streets
        threeZones | 封控、管控、防范三区 | sealed, controlled, precautionary
        highMediumLow | 高、中、低风险区 | high, medium, low
        highLow | 高、低风险区 | high and low
        highOnly | 仅高风险区 | high only
        ZoneRules.ZoneUnit
        street | 街道 | street
        village | 村、社区 | village
        compound | 小区、自然村 | compound
        building | 单元、楼栋 | building
        household | 户 | household
        ZoneRules.ZoneMeasure
        stayHome | 足不出户 | stay at home
        doorDelivery | 服务上门 | delivery to the door
        noLeavingArea | 人不出区 | no leaving the area
        staggeredPickup | 错峰取物 | pick-up in turns
        noGatherings | 严禁聚集 | no gatherings
        limitGatherings | 严格限制聚集 | gatherings limited
        certificateToLeave | 离开须持核酸证明 | certificate to leave
        personalProtection | 个人防护 | personal protection
        TargetRules.ControlledStatus
        closeContact | 密接 | close contact
        secondaryContact | 次密接 | secondary contact
        arrivalControl | 入湘管控 | control on entry
        centralIsolation | 集中隔离 | central quarantine
        homeIsolation | 居家隔离 | home isolation
        hospital | 住院 | hospital
        closedLoop | 闭环管理 | closed loop
        sealedZone | 封控区 | sealed area
        controlledZone | 管控区 | controlled area
        dischargeFollowUp | 出院随访 | follow-up after discharge
        TargetRules.ImportRule
        foundInSociety | 社会面发现的输入病例 | imported infections found in society
        any | 任何输入病例 | any imported infection
        UnitCosts.Item
        singleTest | 单采单检 | single test
        pooledTube | 混采管 | pooled tube
        sampling | 采样 | sampling
        antigenTest | 抗原检测 | antigen test
        centralDay | 集中隔离（人日） | day in central quarantine
        homeIsolationDay | 居家隔离（人日） | day in home isolation
        homeMonitoringDay | 居家健康监测（人日） | day in home monitoring
        wardDay | 普通病床（床日） | ward day
        intensiveCareDay | 重症床位（床日） | intensive-care day
        zonePersonDay | 风险区（人日） | person-day in a zone
        placeClosedDay | 场所关闭（日） | place closed for a day
        gatheringRefused | 取消的活动 | gathering refused
        tracedContact | 追踪一名接触者 | contact traced
        investigatedCase | 流调一例 | case investigated
        vaccineDose | 疫苗一剂 | vaccine dose
        checkpointDay | 查验点（日） | checkpoint day
        OverreachLimits.Checkpoints
        none | 不设 | none
        riskAreas | 风险区 | risk areas
        entryPoints | 入境（省）通道 | points of entry
        anywhere | 任意地点 | anywhere
        Prohibition
        travelLimits | 不准随意将限制出行的范围由中、高风险地区扩大到其他地区 | no travel limits beyond medium- and high-risk areas
        holdingLowRisk | 不准对来自低风险地区人员采取强制劝返、隔离等措施 | no sending back or holding of people from low-risk areas
        prolongingZones | 不准随意延长中、高风险地区及封控区、管控区的管控时间 | no prolonging of zones
        wideningRisk | 不准随意扩大风险人员范围 | no widening of who is at risk
        prolongingControl | 不准随意延长风险人员的隔离和健康监测时间 | no prolonging of quarantine or monitoring
        refusingCare | 不准以疫情防控为由拒绝为急危重症和需要规律性诊疗的患者提供医疗服务 | no refusal of care to urgent and chronic patients
        isolatingStudents | 不准对符合条件离校返乡的高校学生采取隔离等措施 | no isolation of students who may return
        checkpoints | 不准随意设置防疫检查点 | no arbitrary checkpoints
        closingPlaces | 不准随意关闭低风险地区保障正常生产生活的场所 | no closing of low-risk places at will
        """
}
