-- The views of a database of tables, for DuckDB and SQLite alike. The lines above each say what it shows.
-- `value + 0` is a number where SQLite holds one too long for it as text.

-- A row a change, before and after side by side: the figures of `figures` that have a role.
CREATE VIEW changes AS
SELECT
    doc_id, record_id, field, min(status) AS status, min(subject) AS subject,
    min(place) AS place, min(place_code) AS place_code,
    min(province) AS province, min(province_code) AS province_code,
    min(city) AS city, min(city_code) AS city_code,
    min(county) AS county, min(county_code) AS county_code, min(place_key) AS place_key,
    min(action) AS action, min(actor) AS actor, min(direction) AS direction, min(basis) AS basis,
    min(delta_of) AS delta_of, min(part_of) AS part_of, min(same_as) AS same_as, min(cumulative) AS cumulative,
    min(CASE WHEN role = 'before' THEN figure_id END) AS before_id,
    min(CASE WHEN role = 'before' THEN value END) AS before_value,
    min(CASE WHEN role = 'before' THEN low END) AS before_low,
    min(CASE WHEN role = 'before' THEN high END) AS before_high,
    min(CASE WHEN role = 'before' THEN unit END) AS before_unit,
    min(CASE WHEN role = 'before' THEN modifier END) AS before_modifier,
    min(CASE WHEN role = 'before' THEN time END) AS before_time,
    min(CASE WHEN role = 'before' THEN text END) AS before_text,
    min(CASE WHEN role = 'after' THEN figure_id END) AS after_id,
    min(CASE WHEN role = 'after' THEN value END) AS after_value,
    min(CASE WHEN role = 'after' THEN low END) AS after_low,
    min(CASE WHEN role = 'after' THEN high END) AS after_high,
    min(CASE WHEN role = 'after' THEN unit END) AS after_unit,
    min(CASE WHEN role = 'after' THEN modifier END) AS after_modifier,
    min(CASE WHEN role = 'after' THEN time END) AS after_time,
    min(CASE WHEN role = 'after' THEN text END) AS after_text,
    min(CASE WHEN role = 'delta' THEN figure_id END) AS delta_id,
    min(CASE WHEN role = 'delta' THEN value END) AS delta_value,
    min(CASE WHEN role = 'delta' THEN low END) AS delta_low,
    min(CASE WHEN role = 'delta' THEN high END) AS delta_high,
    min(CASE WHEN role = 'delta' THEN unit END) AS delta_unit,
    min(CASE WHEN role = 'delta' THEN modifier END) AS delta_modifier,
    min(CASE WHEN role = 'delta' THEN time END) AS delta_time,
    min(CASE WHEN role = 'delta' THEN text END) AS delta_text,
    min(evidence) AS evidence, min(rule) AS rule, min(tier) AS tier, min(link) AS link
FROM figures
WHERE role IS NOT NULL
GROUP BY doc_id, record_id, field;

-- The figures that the two views below add up, each once: `counts_in` names the column that it is added to.
CREATE VIEW addends AS
WITH
    -- what is there and does not flow, and what bulletins tell anew every day: the last figure of a year counts
    stock(ending) AS (
        VALUES ('余额'), ('存量'), ('保有量'), ('库存'), ('人口'),
        ('死亡'), ('遇难'), ('受伤'), ('失踪'), ('失联'), ('被困'), ('受灾'), ('损失')
    ),
    -- subjects that say how much one costs
    price(ending) AS (VALUES ('单价'), ('售价'), ('定价'), ('价格'), ('标准')),
    -- measures that may be added: weight, area, volume, energy, freight
    amount(si_unit) AS (VALUES ('kg'), ('m2'), ('m3'), ('J'), ('kg·m')),
    -- measure words that count no things: how long, how high
    scale(unit) AS (
        VALUES ('周年'), ('周期'), ('工作日'), ('个工作日'), ('交易日'), ('个交易日'), ('学期'), ('学年'), ('季'),
        ('季度'), ('个季度'), ('星'), ('阶'), ('层级'), ('%'), ('‰'), ('百分点'), ('倍'), ('成'), ('折')
    ),
    wholes AS (
        SELECT doc_id, record_id, min(coalesce(place_key, place, '')) AS spot
        FROM figures
        GROUP BY doc_id, record_id
    ),
    sound AS (
        SELECT
            f.*,
            coalesce(f.place_key, f.place) AS spot,
            coalesce(f.subject, '') AS topic,
            -- houses that fell and houses that were damaged are two sums, but money has no need of the verb
            CASE WHEN f.type <> 'money' OR f.subject IS NULL THEN coalesce(f.action, '') ELSE '' END AS deed,
            CASE WHEN f.part_of IS NULL THEN 'total' ELSE 'of_wholes' END AS counts_in,
            CASE
                WHEN EXISTS (SELECT 1 FROM stock WHERE coalesce(f.subject, f.action) LIKE '%' || stock.ending)
                    THEN 'level'
                WHEN f.cumulative THEN 'running'
                ELSE 'event'
            END AS standing
        FROM figures AS f
        LEFT JOIN wholes AS w ON w.doc_id = f.doc_id AND w.record_id = f.part_of
        WHERE f.status = 'actual' AND f.value IS NOT NULL AND f.role IS NULL AND f.per IS NULL
            AND f.same_as IS NULL
            AND f.year IS NOT NULL AND f.unit IS NOT NULL
            AND coalesce(f.place_key, f.place) IS NOT NULL AND coalesce(f.subject, f.action) IS NOT NULL
            AND (
                f.type = 'money'
                OR f.type = 'count' AND f.unit NOT IN (SELECT unit FROM scale)
                OR f.type = 'measure' AND f.si_unit IN (SELECT si_unit FROM amount)
            )
            -- 均 is a mean, but for 均衡, 均等 and 均匀
            AND replace(replace(replace(coalesce(f.subject, ''), '均衡', ''), '均等', ''), '均匀', '')
                NOT LIKE '%均%'
            AND NOT EXISTS (SELECT 1 FROM price WHERE f.subject LIKE '%' || price.ending)
            -- a part of a figure of the same place is in it already
            AND (f.part_of IS NULL OR w.spot <> coalesce(f.place_key, f.place))
            AND NOT EXISTS (
                SELECT 1 FROM documents AS d WHERE d.doc_id = f.doc_id AND d.repost_of IS NOT NULL
            )
    ),
    told AS (
        SELECT
            sound.*,
            coalesce(
                action, max(action) OVER (PARTITION BY type, spot, time, field, subject, unit, value), ''
            ) AS verb,
            max(CASE WHEN standing = 'event' THEN 1 ELSE 0 END) OVER (
                PARTITION BY doc_id, type, spot, field, topic, unit, counts_in
            ) AS itemized
        FROM sound
    ),
    -- one event in several documents: the nth figure of one is the nth of the other
    numbered AS (
        SELECT
            told.*,
            row_number() OVER (
                PARTITION BY type, spot, time, field, subject, unit, value, verb, doc_id
                ORDER BY "start", figure_id
            ) AS nth
        FROM told
        WHERE standing <> 'running' OR itemized = 0
    ),
    matched AS (
        SELECT
            numbered.*,
            row_number() OVER (
                PARTITION BY type, spot, time, field, subject, unit, value, verb, nth
                ORDER BY counts_in, doc_id
            ) AS again
        FROM numbered
    ),
    -- what a longer time has takes in what a time within it has: a half-year is no addition to its year
    included AS (
        SELECT DISTINCT short.doc_id, short.figure_id
        FROM matched AS short
        JOIN matched AS long
            ON long.spot = short.spot AND long.topic = short.topic AND long.deed = short.deed
            AND long.type = short.type AND long.field = short.field AND long.unit = short.unit
            AND long.counts_in = short.counts_in
        WHERE long.again = 1 AND long.standing = 'event' AND short.standing = 'event'
            AND long.time_start <= short.time_start AND long.time_end >= short.time_end
            AND (long.time_start < short.time_start OR long.time_end > short.time_end)
            AND long.value + 0 >= short.value + 0
    ),
    ranked AS (
        SELECT
            matched.*,
            row_number() OVER (
                PARTITION BY type, spot, year, field, topic, deed, unit, counts_in, standing
                ORDER BY
                    CASE WHEN standing = 'level' THEN time_end END DESC, value + 0 DESC, matched.doc_id, "start"
            ) AS rank_in_year,
            sum(CASE WHEN standing = 'event' THEN value END) OVER (
                PARTITION BY type, spot, year, field, topic, deed, unit, counts_in
            ) AS events,
            max(CASE WHEN standing = 'running' THEN value + 0 END) OVER (
                PARTITION BY type, spot, year, field, topic, deed, unit, counts_in
            ) AS running
        FROM matched
        LEFT JOIN included AS i ON i.doc_id = matched.doc_id AND i.figure_id = matched.figure_id
        WHERE again = 1 AND i.doc_id IS NULL
    )
SELECT
    doc_id, figure_id, type, counts_in, spot, place_key, place, province, city, county, year, time, subject,
    CASE WHEN deed <> '' THEN deed END AS action, field, value, unit, si_value, si_unit, modifier, text, evidence, link
FROM ranked
WHERE standing = 'level' AND rank_in_year = 1
    OR standing = 'event' AND (running IS NULL OR events >= running)
    OR standing = 'running' AND rank_in_year = 1 AND (events IS NULL OR events < running);

-- Sums of money by place, year, subject and currency, by action where no subject is told; `of_wholes` is already within the total of another place.
CREATE VIEW money_by_place_year AS
SELECT
    max(place_key) AS place_key, max(place) AS place, max(province) AS province, max(city) AS city,
    max(county) AS county, year, subject, action, unit,
    sum(CASE WHEN counts_in = 'total' THEN value END) AS total,
    sum(CASE WHEN counts_in = 'of_wholes' THEN value END) AS of_wholes,
    count(*) AS figures,
    count(DISTINCT doc_id) AS documents,
    count(modifier) AS approximate
FROM addends
WHERE type = 'money'
GROUP BY spot, year, subject, action, unit;

-- Sums of counts, weights, areas, volumes and energy by place, year, subject, action and unit.
CREATE VIEW indicators_by_place_year AS
SELECT
    max(place_key) AS place_key, max(place) AS place, max(province) AS province, max(city) AS city,
    max(county) AS county, year, subject, action, field, unit,
    sum(CASE WHEN counts_in = 'total' THEN value END) AS total,
    sum(CASE WHEN counts_in = 'of_wholes' THEN value END) AS of_wholes,
    sum(CASE WHEN counts_in = 'total' THEN si_value END) AS si_total,
    max(si_unit) AS si_unit,
    count(*) AS figures,
    count(DISTINCT doc_id) AS documents,
    count(modifier) AS approximate
FROM addends
WHERE type <> 'money'
GROUP BY spot, year, subject, action, field, unit;
