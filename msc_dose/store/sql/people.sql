-- Signatures under what they are about.

-- name: signatures_of_entity
SELECT * FROM signature WHERE entity = :entity ORDER BY number;
