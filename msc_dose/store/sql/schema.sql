-- What stands in a PostgreSQL schema, one line an object; the schema's own name is left out, and what an
-- extension brought along. Servers from version 13 on describe the same schema in the same words.

-- name: postgres_schema
WITH relation AS (
    SELECT c.*
    FROM pg_class c
    WHERE c.relnamespace = quote_ident(current_schema())::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND NOT EXISTS (SELECT 1 FROM pg_depend d
                        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
)
SELECT 'table ' || relname AS name,
       CASE relkind WHEN 'r' THEN 'table' ELSE 'no table' END
           || CASE relpersistence WHEN 'p' THEN '' ELSE ' (not kept)' END
           || CASE WHEN relrowsecurity OR relforcerowsecurity THEN ' (rows hidden)' ELSE '' END
           || CASE WHEN EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = relation.oid OR h.inhparent = relation.oid)
                   THEN ' (inherits)' ELSE '' END AS definition
FROM relation
UNION ALL
SELECT 'column ' || r.relname || '.' || a.attname,
       format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
           || coalesce(' collate ' || l.collname, '') || coalesce(' default ' || pg_get_expr(f.adbin, f.adrelid), '')
FROM pg_attribute a
JOIN relation r ON r.oid = a.attrelid
LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.collname <> 'default'
LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'index ' || i.relname,
       pg_get_indexdef(x.indexrelid, 0, true) || CASE WHEN x.indisvalid AND x.indisready AND x.indislive THEN '' ELSE ' (not valid)' END
FROM pg_index x
JOIN relation r ON r.oid = x.indrelid
JOIN pg_class i ON i.oid = x.indexrelid
UNION ALL
SELECT 'constraint ' || r.relname || '.' || c.conname,
       pg_get_constraintdef(c.oid, true)
           || CASE WHEN EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgconstraint = c.oid AND t.tgenabled <> 'O')
                   THEN ' (disabled)' ELSE '' END
FROM pg_constraint c
JOIN relation r ON r.oid = c.conrelid
WHERE c.contype <> 'n'
UNION ALL
SELECT 'trigger ' || r.relname || '.' || t.tgname,
       pg_get_triggerdef(t.oid, true) || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' (disabled)' END
FROM pg_trigger t
JOIN relation r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal
UNION ALL
SELECT 'rule ' || r.relname || '.' || w.rulename, pg_get_ruledef(w.oid, true)
FROM pg_rewrite w
JOIN relation r ON r.oid = w.ev_class
UNION ALL
SELECT 'policy ' || r.relname || '.' || p.polname, coalesce(pg_get_expr(p.polqual, p.polrelid), 'none')
FROM pg_policy p
JOIN relation r ON r.oid = p.polrelid
UNION ALL
SELECT 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       l.lanname || CASE WHEN p.prosecdef THEN ' (as its owner)' ELSE '' END
           || coalesce(' with ' || replace(array_to_string(p.proconfig, ', ') || ';',
                                           '=' || quote_ident(current_schema()) || ', pg_temp;',
                                           '=its own schema'), '') || ':' || p.prosrc
FROM pg_proc p
JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace = quote_ident(current_schema())::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d
                    WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT 'operator ' || o.oprname || '(' || format_type(o.oprleft, NULL) || ', ' || format_type(o.oprright, NULL) || ')',
       o.oprcode::text
FROM pg_operator o
WHERE o.oprnamespace = quote_ident(current_schema())::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d
                    WHERE d.classid = 'pg_operator'::regclass AND d.objid = o.oid AND d.deptype = 'e')
UNION ALL
SELECT 'right of everybody to ' || a.privilege_type || ' on ' || r.relname, 'granted'
FROM relation r, aclexplode(r.relacl) a
WHERE a.grantee = 0
UNION ALL
SELECT 'right of everybody to ' || a.privilege_type || ' on ' || r.relname || '.' || c.attname, 'granted'
FROM relation r
JOIN pg_attribute c ON c.attrelid = r.oid, aclexplode(c.attacl) a
WHERE a.grantee = 0
ORDER BY name;

-- name: postgres_fingerprint
-- Whether tables, indexes, triggers or their functions were touched since: each row of the catalogue tells
-- which transaction wrote it. It is asked before every write, and costs less than a millisecond.
WITH relation AS MATERIALIZED (
    SELECT oid, xmin FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace
), watching AS MATERIALIZED (
    SELECT t.xmin, t.tgfoid FROM pg_trigger t WHERE t.tgrelid IN (SELECT oid FROM relation)
)
SELECT concat_ws(' ',
    (SELECT concat_ws('/', count(*), sum(xmin::text::bigint)) FROM relation),
    (SELECT concat_ws('/', count(*), sum(xmin::text::bigint)) FROM watching),
    (SELECT concat_ws('/', count(*), sum(xmin::text::bigint)) FROM pg_proc
     WHERE oid IN (SELECT tgfoid FROM watching))) AS seen;
