-- What the officer named by the setting reencuentro.officer may reach: the second decision, beside rules/disclosure.
-- Its tables hold the policy's rows (see permits.py). Its functions belong to who owns the tables, so that they see all
-- that they need to decide; nobody else may look into the tables. No setting, no such officer: no rows.

CREATE TABLE second_wall.permits (
    role text, purpose text, reach text,
    assigned boolean, ours boolean, adult boolean, consented boolean,
    wanted integer, whole boolean, consents_count boolean, for_themselves boolean, place text
);
CREATE TABLE second_wall.glasses (role text, purpose text, wanted integer, place text);
CREATE TABLE second_wall.kinds (kind text, roles text[], purposes text[], takes integer);
CREATE TABLE second_wall.agreeable (role text, purpose text, shows integer);
CREATE TABLE second_wall.marks (level integer, topic text, bit integer);
CREATE TABLE second_wall.deeds (role text, action text);
CREATE TABLE second_wall.sees_nobody (role text);

-- Who acts. held: every role held; roles: those that count in an agency of that kind; for_colleagues: whether they may
-- see of anybody what they may not without an assignment of their agency.
CREATE TYPE second_wall.actor AS (
    officer bigint, agency bigint, code text, held text[], roles text[], purposes text[], takes integer,
    sees boolean, consular boolean, hotline boolean, health boolean, for_colleagues boolean
);

CREATE FUNCTION second_wall.find_me() RETURNS second_wall.actor
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    acting text := nullif(current_setting('reencuentro.officer', true), '');
    asked timestamptz := statement_timestamp();
    actor second_wall.actor;
    country text;
BEGIN
    IF acting IS NULL THEN RETURN NULL; END IF;
    SELECT officer.id, agency.id, agency.code, kind.roles, kind.purposes, kind.takes, agency.country,
           agency.kind = 'consulate'
      INTO actor.officer, actor.agency, actor.code, actor.roles, actor.purposes, actor.takes, country, actor.consular
      FROM records_officer officer
      JOIN records_agency agency ON agency.id = officer.agency_id AND agency.suspended_at IS NULL
      JOIN second_wall.kinds kind ON kind.kind = agency.kind
     WHERE officer.public_id = acting AND officer.is_active
       AND NOT EXISTS (
           SELECT FROM records_breakglass old
            WHERE old.officer_id = officer.id AND old.begins_at <= asked - interval '72 hours'
              AND NOT EXISTS (SELECT FROM records_emergencyreview review WHERE review.emergency_id = old.id));
    IF actor.officer IS NULL THEN RETURN NULL; END IF;
    actor.held := ARRAY(
        SELECT held.role::text FROM records_roleheld held
         WHERE held.officer_id = actor.officer AND held.ended_at IS NULL
           AND held.begins_at <= asked AND (held.until IS NULL OR asked < held.until));
    actor.roles := ARRAY(SELECT role FROM unnest(actor.roles) role WHERE role = ANY (actor.held));
    actor.consular := actor.consular OR 'consular_officer' = ANY (actor.held);
    actor.hotline := 'hotline_agent' = ANY (actor.held);
    actor.health := 'health_staff' = ANY (actor.held);
    actor.for_colleagues := EXISTS (SELECT FROM second_wall.permits WHERE role = ANY (actor.roles) AND ours);
    actor.sees := NOT EXISTS (SELECT FROM second_wall.sees_nobody WHERE role = ANY (actor.held))
        AND NOT (actor.consular AND country = '');
    RETURN actor;
END $$;

CREATE FUNCTION second_wall.opened(levels jsonb, topics jsonb) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(sum(bit), 0)::integer FROM second_wall.marks
     WHERE levels @> to_jsonb(level) AND (topic = '' OR topics ? topic)
$$;

-- What agreements in force give the officer's agency: the newest version of each line that both have signed and that
-- has begun; withdrawn, expired or unsound it gives nothing, and no older one takes its place.
CREATE FUNCTION second_wall.given(actor second_wall.actor) RETURNS TABLE (giver text, role text, purpose text, opens integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asked timestamptz := statement_timestamp();
BEGIN
    RETURN QUERY
    WITH begun AS (
        SELECT DISTINCT ON (one.agreement, one.giver_id) one.*, second_wall.opened(one.levels, one.topics) AS bits
          FROM records_agreementversion one
         WHERE one.taker_id = actor.agency AND one.begins_at <= asked
           AND 2 = (SELECT count(*) FROM records_agreementsignature signed WHERE signed.version_id = one.id)
         ORDER BY one.agreement, one.giver_id, one.version DESC
    ), sound AS (
        SELECT begun.* FROM begun LEFT JOIN records_agreementversion before ON before.id = begun.supersedes_id
         WHERE asked < begun.until AND begun.until <= begun.begins_at + interval '2 years'
           AND NOT EXISTS (SELECT FROM records_agreementwithdrawal ended WHERE ended.version_id = begun.id)
           AND begun.bits <> 0 AND begun.bits & ~actor.takes = 0
           AND (begun.levels @> '5') = (jsonb_array_length(begun.topics) > 0)
           AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(begun.only_nationals_of) land WHERE land !~ '^[A-Z]{2}$')
           AND begun.purposes <@ to_jsonb(actor.purposes)
           AND begun.roles <@ (SELECT to_jsonb(kind.roles) FROM second_wall.kinds kind
                                 JOIN records_agency taker ON taker.kind = kind.kind WHERE taker.id = actor.agency)
           AND begun.bits & ~(SELECT coalesce(bit_or(may.shows), 0) FROM second_wall.agreeable may
                               WHERE begun.roles ? may.role AND begun.purposes ? may.purpose) = 0
           AND (begun.version > 1) = (before.id IS NOT NULL) AND coalesce(before.version, 0) < begun.version
    )
    SELECT agency.code::text, held.role, sought.purpose, bit_or(sound.bits)
      FROM sound JOIN records_agency agency ON agency.id = sound.giver_id,
           jsonb_array_elements_text(sound.roles) AS held (role),
           jsonb_array_elements_text(sound.purposes) AS sought (purpose)
     WHERE held.role = ANY (actor.roles)
     GROUP BY 1, 2, 3;
END $$;

-- Whom of today something is about that was stated under that id since that instant: whoever goes by the id, and those
-- whose records went by it until then or later (until NULL: whatever the instant); see records/names.py. It has no search
-- path of its own, so that PostgreSQL writes it into the queries that call it, and looks up each statement by itself.
CREATE FUNCTION second_wall.meant(named text, since timestamptz)
RETURNS TABLE (id bigint, own boolean, until timestamptz)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT person.id, true, NULL::timestamptz FROM public.records_person person WHERE person.public_id = named
    UNION ALL
    SELECT person.id, false, (person.names ->> named)::timestamptz FROM public.records_person person
     WHERE person.names ? named AND coalesce(since <= (person.names ->> named)::timestamptz, true)
$$;

-- The same by way of a policy: of a statement that the pages might be shown.
CREATE FUNCTION second_wall.persons_meant(named text, since timestamptz) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 1 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT whom.id FROM second_wall.meant(named, since) whom;
END $$;

-- Persons of whom something is known that may take from what this officer would reach of anybody.
CREATE FUNCTION second_wall.find_narrowed(actor second_wall.actor) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asked timestamptz := statement_timestamp();
BEGIN
    RETURN QUERY
    SELECT whom.id FROM (
        SELECT stated.person, min(stated.since) AS since FROM (
            SELECT one.person, one.begins_at AS since FROM records_consent one WHERE one.recipient_id = actor.agency
            UNION ALL SELECT one.person, one.begins_at FROM records_withholding one
             WHERE (one.agency_id = actor.agency OR one.officer_id = actor.officer) AND one.ended_at IS NULL
               AND one.begins_at <= asked AND (one.until IS NULL OR asked < one.until)
            UNION ALL SELECT one.person, one.at FROM records_protectiongate one WHERE actor.consular
        ) stated GROUP BY stated.person
    ) known, LATERAL second_wall.meant(known.person, known.since) whom
    UNION SELECT minor.person_id FROM records_minor minor WHERE actor.hotline AND minor.known_until IS NULL;
END $$;

-- These, and those of whom something is known that may add to it; all others are alike to the officer.
CREATE FUNCTION second_wall.find_singled_out(actor second_wall.actor) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asked timestamptz := statement_timestamp();
BEGIN
    RETURN QUERY
    SELECT second_wall.find_narrowed(actor)
    UNION SELECT whom.id
      FROM records_assignment one JOIN records_officer officer ON officer.id = one.officer_id,
           LATERAL second_wall.meant(one.person, one.begins_at) whom
     WHERE officer.agency_id = actor.agency AND one.ended_at IS NULL
       AND one.begins_at <= asked AND (one.until IS NULL OR asked < one.until)
       AND (one.officer_id = actor.officer OR actor.for_colleagues)
    UNION SELECT person.id FROM records_breakglass one JOIN records_person person ON person.public_id = one.person
     WHERE one.officer_id = actor.officer AND one.begins_at > asked - interval '4 hours';
END $$;

-- What is known of them. glass: bits that the officer's emergencies open, 0 where none stands open.
-- gate_open: of each id the newest answer; one under the person's own takes the place of those under ids that had ended
-- before, and of what is left all must open it; see gate_of.
CREATE FUNCTION second_wall.known(actor second_wall.actor)
RETURNS TABLE (person bigint, assigned boolean, ours boolean, minor boolean, gate_open boolean,
               withheld boolean, by_court boolean, glass integer)
LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asked timestamptz := statement_timestamp();
BEGIN
    RETURN QUERY
    WITH duties AS (
        SELECT whom.id, bool_or(one.officer_id = actor.officer) AS mine
          FROM records_assignment one JOIN records_officer officer ON officer.id = one.officer_id,
               LATERAL second_wall.meant(one.person, one.begins_at) whom
         WHERE officer.agency_id = actor.agency AND one.ended_at IS NULL
           AND one.begins_at <= asked AND (one.until IS NULL OR asked < one.until)
         GROUP BY whom.id
    ), kept AS (
        SELECT whom.id, bool_or(one.by_court) AS by_court
          FROM records_withholding one, LATERAL second_wall.meant(one.person, one.begins_at) whom
         WHERE (one.agency_id = actor.agency OR one.officer_id = actor.officer) AND one.ended_at IS NULL
           AND one.begins_at <= asked AND (one.until IS NULL OR asked < one.until)
         GROUP BY whom.id
    ), broken AS (
        SELECT DISTINCT ON (one.person) one.person, second_wall.opened(one.levels, one.topics) AS opens
          FROM records_breakglass one
         WHERE one.officer_id = actor.officer AND one.agency_id = actor.agency
           AND one.begins_at <= asked AND asked < one.begins_at + make_interval(mins => one.minutes)
           AND NOT one.topics ? 'record' AND length(regexp_replace(one.reason, '[^[:alnum:]]', '', 'g')) >= 20
         ORDER BY one.person, one.begins_at DESC, one.id DESC
    ), answers AS (
        SELECT DISTINCT ON (whom.id, one.person) whom.id, whom.own, coalesce(whom.until, one.at) AS ends, one.at, one.state
          FROM records_protectiongate one, LATERAL second_wall.meant(one.person, one.at) whom
         WHERE actor.consular AND one.at <= asked ORDER BY whom.id, one.person, one.id DESC
    ), gates AS (
        SELECT one.id, bool_and(one.state = 'open') AS is_open
          FROM answers one LEFT JOIN answers newest ON newest.id = one.id AND newest.own
         WHERE one.own OR coalesce(newest.at < one.ends, true) GROUP BY one.id
    )
    SELECT human.id, coalesce(duties.mine, false), duties.id IS NOT NULL,
           EXISTS (SELECT FROM records_minor young WHERE young.person_id = human.id AND young.known_until IS NULL),
           coalesce(gates.is_open, false), kept.id IS NOT NULL, coalesce(kept.by_court, false),
           coalesce(broken.opens, 0)
      FROM second_wall.find_singled_out(actor) AS special (id) JOIN records_person human ON human.id = special.id
      LEFT JOIN duties ON duties.id = human.id
      LEFT JOIN kept ON kept.id = human.id
      LEFT JOIN broken ON broken.person = human.public_id
      LEFT JOIN gates ON gates.id = human.id;
END $$;

-- What consents leave for a purpose: those on one basis add up, of those on several only what each allows is left.
CREATE FUNCTION second_wall.consents(actor second_wall.actor)
RETURNS TABLE (person bigint, purpose text, leaves integer, lives boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE asked timestamptz := statement_timestamp();
BEGIN
    RETURN QUERY
    SELECT each.id, each.purpose::text, bit_and(each.allows), bool_or(each.live) FROM (
        SELECT whom.id, one.purpose, one.basis, bool_or(lasting.live) AS live,
               bit_or(CASE WHEN lasting.live THEN second_wall.opened(one.levels, one.topics) ELSE 0 END) AS allows
          FROM records_consent one, LATERAL second_wall.meant(one.person, one.begins_at) whom,
               LATERAL (SELECT one.ended_at IS NULL AND one.begins_at <= asked
                               AND (one.until IS NULL OR asked < one.until) AS live) lasting
         WHERE one.recipient_id = actor.agency GROUP BY whom.id, one.purpose, one.basis
    ) each GROUP BY 1, 2;
END $$;

-- The agencies whose records the officer may reach, of persons of whom nothing is singled out; minor: known to be one.
CREATE FUNCTION second_wall.find_open_agencies(actor second_wall.actor, minor boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF actor.sees IS NOT TRUE OR actor.consular OR (actor.hotline AND minor) THEN RETURN '{}'; END IF;
    RETURN ARRAY(
        SELECT DISTINCT agency.code::text
          FROM second_wall.permits permit
          JOIN records_agency agency ON agency.code = actor.code OR permit.reach <> 'own'
          LEFT JOIN second_wall.given(actor) gift
            ON gift.giver = agency.code AND gift.role = permit.role AND gift.purpose = permit.purpose
         WHERE permit.role = ANY (actor.roles)
           AND NOT (permit.assigned OR permit.ours OR permit.consented OR permit.adult AND minor)
           AND second_wall.suffices(permit, CASE
                   WHEN agency.code = actor.code THEN ~0
                   WHEN NOT permit.purpose = ANY (actor.purposes) THEN 0
                   WHEN permit.reach = 'whole' THEN actor.takes
                   ELSE coalesce(gift.opens, 0) & actor.takes END
               & CASE WHEN permit.for_themselves THEN ~0 ELSE ~16 END
               & second_wall.let_by(actor, permit.for_themselves)));
END $$;

-- These three have no search path of their own, and name what is long once, so that PostgreSQL writes them into the
-- queries that call them.
-- Whether what is left of a permit's bits is enough: whoever changes something must see all, whoever looks anything.
CREATE FUNCTION second_wall.suffices(permit second_wall.permits, leaves integer) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE permit.wanted & leaves WHEN 0 THEN false WHEN permit.wanted THEN true ELSE NOT permit.whole END
$$;

-- What the officer's own roles leave open: no health to whoever isn't of the health staff, nothing protected on a hotline.
CREATE FUNCTION second_wall.let_by(actor second_wall.actor, for_themselves boolean) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN actor.health OR for_themselves THEN ~0 ELSE ~64 END & CASE WHEN actor.hotline THEN 15 ELSE ~0 END
$$;

-- Whether somebody's place may be known for the sake of a permit or an emergency.
CREATE FUNCTION second_wall.place(needed text, minor boolean) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN needed = 'everybody' OR needed = 'adults' AND NOT minor THEN ~0 ELSE ~16 END
$$;

-- Of those singled out: whose records of whom the officer may reach.
CREATE FUNCTION second_wall.find_pairs(actor second_wall.actor) RETURNS TABLE (person bigint, agency text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF actor.sees IS NOT TRUE THEN RETURN; END IF;
    RETURN QUERY
    WITH known AS (
        SELECT * FROM second_wall.known(actor) one
         WHERE NOT one.by_court AND NOT (actor.consular AND NOT one.gate_open) AND NOT (actor.hotline AND one.minor)
    ), gifts AS MATERIALIZED (SELECT * FROM second_wall.given(actor)),
    consents AS MATERIALIZED (SELECT * FROM second_wall.consents(actor)),
    told AS MATERIALIZED (
        SELECT DISTINCT known.person, known.assigned, known.ours, known.minor, known.withheld, known.glass,
               member.agency::text AS teller, coalesce(spoken.person, 0) AS speaker
          FROM known JOIN records_membership member ON member.person_id = known.person AND member.known_until IS NULL
          LEFT JOIN (SELECT DISTINCT consents.person FROM consents) spoken ON spoken.person = known.person
    ), alike AS MATERIALIZED (  -- persons of whom the same is known are decided on once
        SELECT DISTINCT told.assigned, told.ours, told.minor, told.withheld, told.glass, told.teller, told.speaker
          FROM told
    ), open AS (
        SELECT alike.* FROM alike
          JOIN second_wall.permits permit ON permit.role = ANY (actor.roles)
          LEFT JOIN gifts ON gifts.giver = alike.teller AND gifts.role = permit.role AND gifts.purpose = permit.purpose
          LEFT JOIN consents ON consents.person = alike.speaker AND consents.purpose = permit.purpose
         WHERE NOT alike.withheld
           AND (alike.assigned OR NOT permit.assigned) AND (alike.ours OR NOT permit.ours)
           AND NOT (permit.adult AND alike.minor)
           AND (NOT permit.consented OR consents.lives)
           AND second_wall.suffices(permit, CASE
                   WHEN alike.teller = actor.code THEN ~0
                   WHEN permit.reach = 'own' OR NOT permit.purpose = ANY (actor.purposes) THEN 0
                   WHEN permit.reach = 'whole' THEN actor.takes
                   ELSE coalesce(gifts.opens, 0) & actor.takes END
               & CASE WHEN permit.consents_count THEN coalesce(consents.leaves, ~0) ELSE ~0 END
               & CASE WHEN alike.assigned OR permit.for_themselves THEN ~0 ELSE ~16 END
               & second_wall.place(permit.place, alike.minor)
               & second_wall.let_by(actor, permit.for_themselves))
        UNION
        SELECT alike.* FROM alike JOIN second_wall.glasses urgent ON urgent.role = ANY (actor.roles)
         WHERE alike.glass <> 0 AND (alike.teller = actor.code OR urgent.purpose = ANY (actor.purposes))
           AND urgent.wanted & alike.glass & second_wall.place(urgent.place, alike.minor)
               & second_wall.let_by(actor, false) & CASE WHEN alike.teller = actor.code THEN ~0 ELSE actor.takes END <> 0
    )
    SELECT told.person, told.teller FROM told
      JOIN open USING (assigned, ours, minor, withheld, glass, teller, speaker);
END $$;

-- All of it, found once for an officer and transaction. people, tellers: pairs, of the narrowed all, of others those
-- alone that go beyond the open agencies.
CREATE TYPE second_wall.reach AS (
    actor second_wall.actor, open_agencies text[], open_for_minors text[], narrowed bigint[],
    people bigint[], tellers text[]
);

CREATE FUNCTION second_wall.find_reach() RETURNS second_wall.reach
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    found second_wall.reach;
    actor second_wall.actor := second_wall.find_me();
BEGIN
    found.actor := actor;
    found.open_agencies := second_wall.find_open_agencies(actor, false);
    found.open_for_minors := second_wall.find_open_agencies(actor, true);
    found.narrowed := ARRAY(SELECT second_wall.find_narrowed(actor));
    SELECT coalesce(array_agg(one.person), '{}'), coalesce(array_agg(one.agency), '{}')
      INTO found.people, found.tellers FROM second_wall.find_pairs(actor) one
     WHERE one.agency <> ALL (found.open_agencies) OR one.person IN (SELECT unnest(found.narrowed));
    RETURN found;
END $$;

-- What was found is remembered in a setting that ends with the transaction. Whoever can set it can't sign it: only for
-- this officer, this backend and this transaction is it believed; else all is found anew.
CREATE TABLE second_wall.secret (key text);
INSERT INTO second_wall.secret VALUES (gen_random_uuid()::text || gen_random_uuid()::text);

CREATE FUNCTION second_wall.signed(found text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN  -- in PL/pgSQL, here and below, since that keeps its plans as long as the connection
    RETURN (SELECT encode(sha256(convert_to(key || encode(sha256(convert_to(concat_ws(' ', key, pg_backend_pid(),
                       extract(epoch FROM transaction_timestamp()), current_setting('reencuentro.officer', true), found),
                   'UTF8')), 'hex'), 'UTF8')), 'hex')
              FROM second_wall.secret);
END $$;

CREATE FUNCTION second_wall.remember() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found text := second_wall.find_reach()::text;
BEGIN
    PERFORM set_config('reencuentro.reach', second_wall.signed(found) || found, true);
END $$;

-- Names the officer until the transaction ends, unless another is named, and finds what they reach. Returns who was named
-- before, '' for nobody. PostgreSQL takes the wall's conditions for dearer than they are: it would compile each query,
-- which is dear, and plan it anew each time for the values asked for.
CREATE FUNCTION second_wall.act_as(officer text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE before text := coalesce(current_setting('reencuentro.officer', true), '');
BEGIN
    IF before = '' THEN
        PERFORM set_config('reencuentro.officer', officer, true), set_config('jit', 'off', true),
                set_config('plan_cache_mode', 'force_generic_plan', true);
        PERFORM second_wall.remember();
    END IF;
    RETURN before;
END $$;

CREATE FUNCTION second_wall.reach() RETURNS second_wall.reach
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    remembered text := nullif(current_setting('reencuentro.reach', true), '');
    found text := substr(remembered, 65);
BEGIN
    IF left(remembered, 64) = second_wall.signed(found) THEN RETURN found::second_wall.reach; END IF;
    RETURN second_wall.find_reach();
END $$;

-- A change of anybody's rights within the transaction: all is found anew.
CREATE FUNCTION second_wall.forget() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('reencuentro.reach', '', true);
    RETURN NULL;
END $$;

CREATE FUNCTION second_wall.me() RETURNS second_wall.actor
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE mine second_wall.reach := second_wall.reach();
BEGIN
    RETURN mine.actor;
END $$;

CREATE FUNCTION second_wall.open_agencies(minor boolean DEFAULT false) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE mine second_wall.reach := second_wall.reach();
BEGIN
    RETURN CASE WHEN minor THEN mine.open_for_minors ELSE mine.open_agencies END;
END $$;

CREATE FUNCTION second_wall.narrowed() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE mine second_wall.reach := second_wall.reach();
BEGIN
    RETURN QUERY SELECT unnest(mine.narrowed);
END $$;

CREATE FUNCTION second_wall.pairs() RETURNS TABLE (person bigint, agency text)
LANGUAGE plpgsql STABLE ROWS 10 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE mine second_wall.reach := second_wall.reach();
BEGIN
    RETURN QUERY SELECT one.person, one.agency FROM unnest(mine.people, mine.tellers) AS one (person, agency);
END $$;

CREATE FUNCTION second_wall.my_officer() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me second_wall.actor := second_wall.me();
BEGIN
    RETURN me.officer;
END $$;

CREATE FUNCTION second_wall.my_agency() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE me second_wall.actor := second_wall.me();
BEGIN
    RETURN me.agency;
END $$;

-- Whether the officer may do what isn't about one person.
CREATE FUNCTION second_wall.may(wanted text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE actor second_wall.actor := second_wall.me();
BEGIN
    RETURN EXISTS (SELECT FROM second_wall.deeds WHERE action = wanted AND role = ANY (actor.roles))
        AND NOT 'roster_supplier' = ANY (actor.held);
END $$;

-- The agencies of whose records the officer may reach any at all.
CREATE FUNCTION second_wall.any_agencies() RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT one.id FROM records_agency one
                  WHERE one.code = ANY ((SELECT second_wall.open_agencies())::text[])
                     OR one.code IN (SELECT pair.agency FROM second_wall.pairs() pair);
END $$;

-- Which agencies list these persons, of whom the officer may reach anything: so that a decision knows whom it lacks.
CREATE FUNCTION second_wall.tellers(people bigint[]) RETURNS TABLE (person bigint, agency text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH listed AS (
        SELECT DISTINCT one.person_id, one.agency::text AS agency,
               one.agency = ANY (second_wall.open_agencies()) AND one.person_id NOT IN (SELECT second_wall.narrowed())
               OR (one.person_id, one.agency::text) IN (SELECT * FROM second_wall.pairs()) AS reached
          FROM records_membership one WHERE one.person_id = ANY (people) AND one.known_until IS NULL
    )
    SELECT one.person_id, one.agency FROM listed one
     WHERE EXISTS (SELECT FROM listed other WHERE other.person_id = one.person_id AND other.reached);
END $$;

-- Whether a record belongs to a person yet.
CREATE FUNCTION second_wall.is_matched(told_by text, named text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_membership one
                    WHERE one.agency = told_by AND one.record_id = named AND one.known_until IS NULL);
END $$;

-- Whether several rows of one roster go by the id.
CREATE FUNCTION second_wall.is_repeated(told_by bigint, named text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_searchrecord one WHERE one.agency_id = told_by AND one.thread = named || '#2');
END $$;

-- What an officer writes of somebody on the pages is of their own agency, and no part of a list. The rows that it hangs on
-- can't be seen yet: a row is reached once it is filed.
CREATE FUNCTION second_wall.is_there(source_record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_sourcerecord one WHERE one.id = source_record);
END $$;

CREATE FUNCTION second_wall.is_my_roster(sent bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_roster one
                    WHERE one.id = sent AND one.agency_id = second_wall.my_agency() AND one.channel <> 'list');
END $$;

-- Which groups the own agency belongs to stands in rows that are walled by just that.
CREATE FUNCTION second_wall.in_my_group(asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_groupmember one
                    WHERE one.group_id = asked AND one.agency_id = second_wall.my_agency() AND one.left_at IS NULL);
END $$;

CREATE FUNCTION second_wall.is_of_my_group(asked bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_groupitem item WHERE item.duty_id = asked
                      AND second_wall.in_my_group(item.group_id));
END $$;

-- A list of the own agency, for whoever brought it and for whoever may put its rows right.
CREATE FUNCTION second_wall.is_my_list(sent bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_roster one
                    WHERE one.id = sent AND one.agency_id = second_wall.my_agency() AND one.channel = 'list')
       AND (second_wall.may('mend_roster')
            OR EXISTS (SELECT FROM records_rosterdrop brought
                        WHERE brought.roster_id = sent AND brought.officer_id = second_wall.my_officer()));
END $$;

CREATE FUNCTION second_wall.is_my_row(source_record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_sourcerecord one
                    WHERE one.id = source_record AND second_wall.is_my_roster(one.roster_id));
END $$;

CREATE FUNCTION second_wall.is_my_mention(mention bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_mention one
                    WHERE one.id = mention AND second_wall.is_my_row(one.source_record_id));
END $$;

CREATE FUNCTION second_wall.is_searched_as_mine(searched bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_searchrecord one
                    WHERE one.id = searched AND one.agency_id = second_wall.my_agency());
END $$;

-- A record that was just written down belongs to nobody yet.
CREATE FUNCTION second_wall.is_mine_to_match(told_by text, named text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM records_agency mine JOIN records_searchrecord one ON one.agency_id = mine.id
                    WHERE mine.id = second_wall.my_agency() AND mine.code = told_by AND one.record_id = named
                      AND second_wall.is_my_row(one.row_id))
       AND NOT EXISTS (SELECT FROM records_membership held
                        WHERE held.agency = told_by AND held.record_id = named AND held.known_until IS NULL);
END $$;

-- Who is taken for what to the child, by people or with that probability: a claim freezes the others for whoever may not
-- know by whom it is, too.
CREATE FUNCTION second_wall.claims(of_child bigint, likely double precision) RETURNS TABLE (relative bigint, relation text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT one.relative_id, one.relation::text FROM records_tie one
                  WHERE one.known_until IS NULL AND one.child_id = of_child
                    AND (one.status = 'confirmed' OR one.status = 'proposed' AND one.probability >= likely);
END $$;

-- Which children of those whom the officer reaches wait before that place, whoever it is that waits with them.
CREATE FUNCTION second_wall.claimed(before integer, most integer) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    agencies text[] := second_wall.open_agencies();
BEGIN
    RETURN QUERY SELECT DISTINCT tie.child_id FROM records_tie tie
                  WHERE tie.known_until IS NULL AND tie.status IN ('proposed', 'confirmed') AND tie.place < before
                    AND EXISTS (SELECT FROM records_membership one
                                 WHERE one.person_id = tie.child_id AND one.known_until IS NULL
                                   AND (one.agency = ANY (agencies)
                                        AND one.person_id NOT IN (SELECT * FROM second_wall.narrowed())
                                        OR (one.person_id, one.agency::text) IN (SELECT * FROM second_wall.pairs())))
                  LIMIT most;
END $$;

-- Who holds today the records that went by a number last, which nobody has any more: beliefs that are over are seen by
-- nobody behind the wall, and of those who hold the records now it shows whom the officer reaches.
CREATE FUNCTION second_wall.numbered_today(number text) RETURNS SETOF bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    former bigint := (SELECT one.id FROM records_person one WHERE one.public_id = number);
BEGIN
    IF EXISTS (SELECT FROM records_membership one WHERE one.person_id = former AND one.known_until IS NULL) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT DISTINCT held.person_id FROM records_membership gone
                   JOIN records_membership held ON held.agency = gone.agency AND held.record_id = gone.record_id
                  WHERE gone.person_id = former AND held.known_until IS NULL
                    AND gone.known_until = (SELECT max(one.known_until) FROM records_membership one
                                             WHERE one.person_id = former);
    IF NOT FOUND THEN
        RETURN QUERY SELECT one.id FROM records_person one WHERE one.names ? number;
    END IF;
END $$;

-- Under which other numbers the records of a person went, and until when: whoever oversees looks is told of those, too.
CREATE FUNCTION second_wall.numbered_before(number text) RETURNS TABLE (former text, until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT one.public_id::text, max(gone.known_until) FROM records_person today
                   JOIN records_membership held ON held.person_id = today.id AND held.known_until IS NULL
                   JOIN records_membership gone ON gone.agency = held.agency AND gone.record_id = held.record_id
                   JOIN records_person one ON one.id = gone.person_id
                  WHERE today.public_id = number AND gone.known_until IS NOT NULL AND one.id <> today.id
                  GROUP BY one.public_id;
END $$;

-- Looking up by key: numbers of records and how many there are, for whoever may then see none of them. Which of them may
-- be opened, the walls of their rows say.
CREATE FUNCTION second_wall.counted(most integer, wanted bigint[]) RETURNS TABLE (key bigint, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT each.value, (SELECT count(*) FROM (
        SELECT FROM records_searchkey one WHERE one.key = each.value LIMIT most) filed) FROM unnest(wanted) each (value);
END $$;

CREATE FUNCTION second_wall.filed(wanted bigint[], agencies bigint[], most integer)
RETURNS TABLE (key bigint, record bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT one.key, one.record FROM unnest(wanted) each (value)
        JOIN records_searchkey one ON one.key = each.value
       WHERE agencies IS NULL
          OR (SELECT searched.agency_id FROM records_searchrecord searched WHERE searched.id = one.record) = ANY (agencies)
       LIMIT most;
END $$;

-- How many records bear a word: counted on, though who counts sees the common ones alone.
CREATE FUNCTION second_wall.bear(words text[], one bigint[], two bigint[], three bigint[], four bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO records_searchword AS kept (word, first_given, second_given, first_surname, second_surname)
    SELECT * FROM unnest(words, one, two, three, four)
        ON CONFLICT (word) DO UPDATE SET first_given = kept.first_given + excluded.first_given,
           second_given = kept.second_given + excluded.second_given,
           first_surname = kept.first_surname + excluded.first_surname,
           second_surname = kept.second_surname + excluded.second_surname;
END $$;
