import Vocabulary

/// What the lines of policies are called in both languages. A test sees that no line of a shipped edition is without a name.
enum KeyWords {
    /// The name of a rule key: the names of its parts, the nearest last. Parts without a name of their own show their key.
    static func label(_ key: String, names: [String: LocalizedText]) -> LocalizedText {
        let parts = labels(key, names: names)
        return LocalizedText(zh: parts.map(\.zh).joined(separator: "·"), en: parts.map(\.en).joined(separator: " · "))
    }

    /// The names of the parts of a rule key, from the measure down. Parts that only hold others (`byRisk`, `stages`) have none.
    static func labels(_ key: String, names: [String: LocalizedText]) -> [LocalizedText] {
        let parts = key.split(separator: ".").map(String.init)
        var labels: [LocalizedText] = []
        for (index, part) in parts.enumerated() {
            let path = parts[...index].joined(separator: ".")
            if let name = names[path] ?? names[path + ".label"] {
                labels.append(name)
            } else if let number = Int(part) {
                labels.append(element(number, of: index > 0 ? parts[index - 1] : ""))
            } else if let name = table[path] ?? table[part] {
                if !name.en.isEmpty { labels.append(name) }
            } else {
                labels.append(LocalizedText(zh: part, en: part))
            }
        }
        return labels
    }

    /// Whether every part of the key has a name.
    static func isNamed(_ key: String, names: [String: LocalizedText]) -> Bool {
        let parts = key.split(separator: ".").map(String.init)
        return parts.indices.allSatisfy { index in
            let path = parts[...index].joined(separator: ".")
            return names[path] != nil || Int(parts[index]) != nil || table[path] != nil || table[parts[index]] != nil
        }
    }

    private static func element(_ number: Int, of list: String) -> LocalizedText {
        switch list {
        case "stages": LocalizedText(zh: "第 \(number) 阶段", en: "stage \(number)")
        case "limits": LocalizedText(zh: "第 \(number) 条", en: "limit \(number)")
        case "escalation": LocalizedText(zh: "第 \(number) 步", en: "step \(number)")
        default: LocalizedText(zh: "第 \(number) 项", en: "no. \(number)")
        }
    }

    private static let table: [String: LocalizedText] = {
        var table: [String: LocalizedText] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(\.trimming)
            if parts.count == 3 { table[parts[0]] = LocalizedText(zh: parts[1], en: parts[2]) }
        }
        return table
    }()

    private static let text = """
        id | 版本 | edition
        title | 标题 | title
        extends | 继承自 | extends
        territory | 适用地区 | territory
        timeZone | 时区 | time zone
        from | 起始日 | from
        until | 截止日 | until
        application | 适用范围 | applies to
        disease | 疾病 | disease
        disease.id | 代号 | key
        name | 名称 | name
        testing | 核酸检测 | testing
        tracing | 流调溯源 | tracing
        treatment | 医疗救治 | treatment
        arrivals | 入湘管控 | entry
        screening | 信息排查 | look-back
        places | 重点场所 | places
        gatherings | 聚集性活动 | gatherings
        command | 联防联控 | command
        community | 群防群控 | community
        supervision | 督查督导 | supervision
        zones | 风险区 | zones
        targets | 目标 | targets
        costs | 单价 | unit costs
        access | 查看权限 | access
        limits | 不得层层加码 | limits against piling on
        incubationMin | 最短潜伏期 | shortest incubation
        incubationMax | 最长潜伏期 | longest incubation
        incubationUsual | 常见潜伏期 | usual incubation
        infectiousBefore | 发病前传染期 | infectious before
        infectiousAfter | 发病后传染期 | infectious after
        infectiousFrom | 传染期起算 | infectious window counts from
        routes | 传播途径 | routes
        positiveBelowCt | 阳性判定 Ct 值低于 | positive below Ct
        dynamics | 传播参数 | dynamics
        incubation | 潜伏期 | incubation
        generation | 世代时间 | generation time
        serial | 代间距 | serial interval
        shape | 分布 | distribution
        mean | 均值 | mean
        deviation | 标准差 | standard deviation
        reproduction | 基本再生数 | basic reproduction number
        dispersion | 离散参数 | dispersion
        presymptomaticShare | 症状前传播占比 | presymptomatic share
        attackRate | 续发率 | attack rate
        susceptibility | 相对易感性 | susceptibility
        ages | 年龄 | ages
        factor | 系数 | factor
        sensitivity | 检测灵敏度（暴露后第几天） | test sensitivity (day since exposure)
        posts | 高风险岗位 | posts
        label | 名称 | name
        frequency | 检测频次 | tested
        frequencyWithCases | 有本土病例时检测频次 | tested with local cases
        exit | 离岗（离开闭环） | on leaving
        closedLoop | 闭环管理 | closed loop
        vaccination | 接种要求 | vaccination
        codes | 其他系统代码 | codes
        resultWithinSingle | 单采单检出结果 | result, single
        resultWithinPooled | 混采出结果 | result, pooled
        localCasesCountFor | 末例本土病例后计入天数 | a county counts as having local cases for
        resultWithin | 出结果时限 | result within
        certificateFrom | 证明时效起算 | certificate counts from
        pools | 混采 | pooling
        sizes | 每管人数 | people in a tube
        householdIn | 一户一管 | household tubes in
        singleFor | 单采单检对象 | always single
        holdOnPositive | 阳性管成员就地管控 | members of a positive tube held
        retestWithin | 单采复核 | single retest within
        notAbove | 混采阳性率上限 | not pooled above
        rounds | 区域核酸检测 | screening rounds
        timeLimit | 完成时限 | time limit
        residentsPerSite | 每个采样点服务人数 | residents per site
        residentsPerSampler | 每名采样员采样人数 | residents per sampler
        firstRoundWithin | 首轮完成时限 | first round within
        mostPerDay | 每日最多检测次数 | most per day
        stopping | 停止条件 | stop after
        cleanRounds | 连续无社会面阳性轮次 | clean rounds
        pause | 间隔 | pause
        finalRounds | 再检轮次 | final rounds
        onlyWithUnclearChain | 仅在传播链不清时 | only with unclear chains
        antigen | 抗原检测 | antigen tests
        groups | 对象 | groups
        firstDays | 前几天 | first days
        perDay | 每天次数 | a day
        repositive | 复阳 | positive again
        noTestFor | 不检测期 | no test for
        testOn | 检测日 | tested on day
        returnBelowCt | Ct 值低于此值返院 | return to hospital below Ct
        noNewCaseFor | 不计新病例期 | no new case for
        mustTest | 应检尽检 | everyone tested
        mustTestAs | 计入应检尽检 | counted among
        degrees | 追踪层级 | degrees traced
        prophylaxis.degrees | 对象 | for
        lookback | 回溯 | look-back
        symptomatic | 有症状者发病前 | before onset
        lookback.asymptomatic | 无症状者采样前 | before the positive specimen
        tracing.lookback.asymptomatic | 无症状者采样前 | before the positive specimen
        caseClocks | 流调时限 | investigation clocks
        closeClocks | 密接时限 | clocks for close contacts
        secondaryClocks | 次密接时限 | clocks for secondary contacts
        tracing.close | 密接 | close contacts
        tracing.secondary | 次密接 | secondary contacts
        tracing.exposedAtPlace | 涉疫场所暴露人员 | people exposed at a place
        tracing.general | 一般接触者 | general contacts
        secondaryGate | 次密接解除条件 | gate for secondary contacts
        linkedNegatives | 密接前几次阴性 | close contact's first negatives
        secondaryOnlyOfHigherRisk | 仅追踪高风险密接的次密接 | only of close contacts at higher risk
        mixedTransportMakesClose | 混同转运按密接 | mixed transport makes close
        homeInstead | 可居家隔离人群 | home instead of central
        immuneExempt | 有免疫者免于管控 | the immune are exempt
        tracing.immuneExempt.after | 末剂后天数 | after the last dose
        tracing.immuneExempt.courses | 认可的接种程序 | courses that protect
        recovered | 病愈者免于管控 | the recovered are exempt
        unwell | 身体不适者检查 | the unwell examined
        team | 流调协同 | lines of investigators
        lines | 协同各线 | lines
        named | 明确人员 | named
        sourcesPerPoint | 轨迹每点信息来源数 | sources per point
        locationDigits | 位置清：区划代码位数 | digits of a clear place
        stages |  |
        mode | 方式 | mode
        modeForSpecialGroups | 特殊人群方式 | mode for special groups
        days | 天数 | days
        tests | 检测日 | test days
        countedFrom | 起算 | counted from
        followUpsPerDay | 每天随访次数 | follow-ups a day
        startsOn | 首次接触后第几天起管控 | holding begins on day after first exposure
        releaseHour | 解除时刻 | release hour
        releaseWithin | 解除时限 | release within
        testAtOnceWithin | 补检时限 | test at once within
        moveWithin | 转运时限 | moved within
        lateEntry | 管控滞后 | late entry
        environmentNegative | 环境采样阴性 | environment negative
        contacts | 接触者判定 | contact definitions
        settings | 场景 | settings
        vehicles | 交通工具 | vehicles
        degree | 判定 | becomes
        minimum | 最短时间 | at least
        cumulativeIn | 累计时段 | adding up in
        distance | 距离以内 | within
        unprotectedOnly | 仅限无有效防护 | unprotected only
        tables | 相邻几桌 | tables away
        dwelling | 同楼邻居 | neighbours in a building
        floors | 上下几层 | floors above and below
        neighbours | 上下层住户 | those of these floors
        sharing | 共用厨卫的同层住户 | same floor, kitchen or toilet shared
        tracing.contacts.dwelling.building | 共用厨卫的同楼其他住户 | rest of such a building
        vehicles.close | 密接范围 | close contacts
        close | 密接范围 | close contacts
        crew | 乘务人员 | crew
        others | 其他人员 | others
        minOverlap | 最短重叠时间 | least overlap
        lingering | 离开后仍可暴露 | lingering
        cell | 时空伴随 | same map cell
        metres | 网格边长 | cell edge
        tracing.contacts.secondary | 次密接判定场景 | secondary contact by
        sites | 隔离点 | isolation sites
        onePersonPerRoom | 单人单间 | one person a room
        restartFloors | 上下楼层重新起算 | floors that restart
        restartSiteOnEnvironment | 环境阳性整点重新起算 | site restarts on environment
        roomsPerTenThousand | 每万人隔离房间数 | rooms per 10,000
        readyWithin | 启用时限（三分之一、二分之一、全部） | ready (a third, half, all)
        assistance | 协查 | assistance
        send | 发出 | send
        tracing.assistance.approve | 逐级审批 | approve on the way
        check | 核查 | check
        assistance.control | 管控 | control
        pushed | 推送数据核查 | pushed data
        prophylaxis | 预防用药 | prophylaxis
        agent | 药物 | agent
        within | 时限 | within
        clocks | 时限 | clocks
        isolation | 隔离方式 | isolation
        isolationDays | 至少隔离 | isolated at least
        discharge | 出院标准 | discharge
        negatives | 阴性次数 | negatives
        gap | 间隔 | apart
        ctAtLeast | Ct 值不低于 | Ct at least
        earliestDay | 最早 | not before day
        followUp | 出院后 | after discharge
        exclusion | 排除标准 | exclusion
        antibodyAfter | 抗体阴性（发病后） | antibodies negative after
        triage | 分类收治 | triage
        transfers | 转运交接 | transfers
        nosocomial | 院感归因 | nosocomial
        communityUpTo | 社区来源至第几天 | community up to day
        indeterminateUpTo | 不能确定至第几天 | indeterminate up to day
        probableUpTo | 可能院感至第几天 | probable up to day
        afterDischarge | 出院后仍计 | after discharge
        treatment.hospital | 医院 | hospitals
        admissionTest | 入院检测 | test on admission
        inpatients | 住院患者检测频次 | inpatients tested
        companions | 陪护 | companions
        bufferWard | 缓冲病房 | buffer ward
        holdUntilResult | 结果出具前不得离开 | held until the result
        freezeWard | 封闭病区 | ward frozen
        staffLoop | 医务人员闭环 | staff loop
        kind | 内容 | kind
        registration | 报备 | registration
        checks | 查验 | checks
        checkWithin | 查验时限 | checked within
        certificate | 核酸证明 | certificate
        landingTest | 落地检 | landing test
        spanTests | 多天多检 | tests in a span
        control | 管控 | control
        anchor | 起算 | counted from
        controlWithin | 管控时限 | control within
        restriction | 活动限制 | restriction
        keepFrom | 不得参加、进入 | keep from
        unzonedSpreadAs | 未划风险区而有传播的县按 | unzoned spread counts as
        registerAhead | 提前报备 | register ahead
        codeValid | 入境码有效期 | entry code valid for
        answerAppeal | 答复申诉 | appeal answered
        homeCheck | 核查居家条件 | home looked at
        lookBack | 回头看 | look-back
        period | 时段 | period
        sources | 数据来源 | sources
        verify | 核实 | verify
        test | 检测 | test
        escalateEvery | 未找到者上报间隔 | not found: up every
        escalateTo | 上报至 | up to
        byCounty | 由县（市、区）各自报送的来源 | sources handed in county by county
        keepVisits | 到访记录保存 | visits kept
        closeWithin | 关闭时限 | closed within
        breachWithin | 闭环违规处置时限 | breach of the loop followed up within
        gatherings.check | 现场检查时限 | looked at on the spot within
        selfCheckEvery | 自查间隔 | self-check every
        special | 特殊场所 | special places
        places.key | 重点场所 | key places
        visitors | 允许探视 | visitors
        disinfectGoods | 物品消毒 | goods disinfected
        shift | 轮班 | shift
        entry | 进入前 | before entry
        count | 次数 | number
        sealed | 封控区内全员检测 | rounds in a sealed area
        first | 首批轮次 | first rounds
        total | 合计轮次 | in all
        measures | 措施 | measures
        staff | 员工检测频次 | staff tested
        occupancy | 限流 | occupancy
        closedIn | 关闭于 | closed in
        gatherings.limits | 限制 | limits
        kinds | 类型 | kinds
        indoor | 室内 | indoor
        gatherings.zones | 风险区 | zones
        crossTerritory | 跨地区 | cross-territory
        decision | 决定 | decision
        by | 决定者 | decided by
        conditions | 条件 | conditions
        decideWithin | 决定时限 | decided within
        enclosedShare | 密闭场所限流 | enclosed places filled to
        areaPerPerson | 人均面积（平方米） | m² a person
        staleAfter | 人数过期 | count stale after
        activation | 激活 | activation
        command.levels | 指挥部层级 | headquarters at
        responses | 响应级别 | response levels
        directedBy | 指挥层级 | directed by
        duty | 值守 | duty
        hoursPerDay | 每天时数 | hours a day
        people | 人数 | people
        longestShift | 最长班次 | longest shift
        handOver | 交接记录 | hand-over
        directives | 指令 | directives
        review | 审核反馈 | reports reviewed
        urge | 督办逾期 | overdue reports pressed for
        cascadeWithin | 逐级转发 | passed on within
        forces | 工作专班 | task forces
        lead | 牵头 | lead
        delivers | 职责 | delivers
        roundTheClock | 24 小时值守 | round the clock
        leaderPresence | 领导到场 | leader present
        leaderAtLevel | 须领导到场的响应级别 | response level with a leader present
        command.period | 行动周期 | operational period
        grid | 网格户数 | households of a grid
        microGrid | 微网格户数 | households of a micro-grid
        gridTeam | 网格力量 | grid team
        homeTeam | 居家管控包保 | team for a person at home
        teamWithin | 落实包保责任 | team named
        checksPerDay | 每天上门、问询次数 | checks a day
        deliverEvery | 物资配送间隔 | delivered every
        doorSeal | 门磁、封条 | door sealed
        gridMap | 户户入格 | every household in one grid
        gridDuty | 网格长值守 | head of the grid on duty
        doorKnock | 敲门行动 | door-knocking
        reports | 报告处置 | reports followed up
        vulnerableEvery | 走访脆弱人群间隔 | vulnerable seen every
        vulnerable | 脆弱人群 | vulnerable
        vaccinate | 到期接种 | dose given when due
        courses | 免疫程序 | courses
        doses | 剂次 | doses
        gaps | 最短间隔 | least gaps
        latest | 最迟（自首剂） | latest from the first
        minAge | 最小年龄 | least age
        booster | 加强免疫 | booster
        after | 之后 | after
        otherProduct | 序贯 | other product
        vaccinationFirst | 优先接种 | first
        hotline | 服务热线 | hotline
        planEvery | 检查计划间隔 | plan every
        chanceShare | 随机抽取比例 | drawn by chance
        findings | 问题 | findings
        rectify | 整改 | rectify
        recheck | 复查 | re-check
        escalation | 升级处置 | escalation
        role | 责任方 | by
        assignedAreas | 包片 | assigned areas
        assignWithin | 包片到位时限 | leader assigned within
        planTargets | 每次检查对象数 | targets of a plan
        dailySummary | 每日汇总 | daily summary
        scheme | 方案 | scheme
        unit | 划定单元 | unit
        decidedBy | 决定层级 | decided by
        zones.levels |  |
        liftWithin | 符合条件后解除时限 | lifted within
        reviewEvery | 复核间隔 | reviewed every
        lift | 解除 | lifted
        liftAfterHigher | 由高降级后解除 | lifted after a higher level
        cleanDays | 无新增天数 | clean days
        lastContactMovedDays | 末例密接转出天数 | days since the last contact moved
        fullRound | 全员检测 | full round
        to | 降为 | goes to
        controlled | 计为管控人员 | count as controlled
        zeroDays | 社会面清零天数 | days for zero
        breachesCountFor | 突破计入天数 | a breach counts for
        basicallyZeroBelow | 基本清零（每十万人） | basically zero below (per 100,000)
        importRule | 零输入判定 | broken by
        unsentWarning | 协查未发出预警 | unsent request warns after
        controlledShareWarning | 管控中发现占比预警 | controlled share warns below
        unknownSourceWarning | 来源不明占比预警 | unknown sources warn above
        currency | 货币 | currency
        prices |  |
        daysAfterLastLink | 最后关联后可查看 | visible after the last link
        deleteAfter | 删除身份信息 | identities deleted after
        prohibitions | 九不准 | prohibitions
        travelLimitedFrom | 限制出行 | travel limited
        urgentCare | 急危重症保障 | urgent care always
        studentsReturn | 学生返乡 | students return
        checkpoints | 查验点 | checkpoints
        lowRiskOpen | 低风险区场所开放 | low-risk places open
        """
}
