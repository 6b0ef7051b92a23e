SET LOCAL ROLE strata_owner;
