-- What stands in a PostgreSQL schema, one line an object; the schema's own name is left out.

-- name: postgres_schema
SELECT 'column ' || c.relname || '.' || a.attname AS name,
       format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
           || coalesce(' collate ' || l.collname, '') AS definition
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
LEFT JOIN pg_collation l ON l.oid = a.attcollation AND l.collname <> 'default'
WHERE c.relnamespace = current_schema()::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'index ' || i.relname,
       replace(pg_get_indexdef(x.indexrelid), ' ON ' || current_schema() || '.', ' ON ')
           || CASE WHEN x.indisvalid THEN '' ELSE ' (not valid)' END
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
WHERE i.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'constraint ' || r.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE c.connamespace = current_schema()::regnamespace AND c.contype <> 'n'
UNION ALL
SELECT 'trigger ' || r.relname || '.' || t.tgname,
       replace(pg_get_triggerdef(t.oid), current_schema() || '.', '')
           || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' (disabled)' END
FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
WHERE r.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'rule ' || r.relname || '.' || w.rulename, pg_get_ruledef(w.oid)
FROM pg_rewrite w JOIN pg_class r ON r.oid = w.ev_class
WHERE r.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'function ' || p.proname, p.prosrc
FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace
ORDER BY name;
