package dev.penstock.sandbox.redshift.sql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which functions there are: in both, in Redshift only, in PostgreSQL only. */
final class Functions {
  /** PostgreSQL has them with the same meaning, or the catalog adds them. */
  private static final Set<String> KNOWN =
      words(
          """
          abs acos add_months any_value ascii asin atan atan2 avg bit_and bit_or bool_and bool_or
          btrim can_json_parse cast cbrt ceil ceiling char_length character_length charindex chr
          coalesce convert_timezone cos cot count cume_dist current_database current_schema
          current_setting current_user date_part dateadd datediff degrees dense_rank
          exp extract first_value floor get_array_length getdate greatest has_database_privilege
          has_schema_privilege has_table_privilege initcap is_array is_object is_scalar is_valid_json
          is_valid_json_array json_parse lag last_day last_value lead least left len
          length ln log lower lpad ltrim max md5 median min mod nth_value ntile nullif
          octet_length percent_rank percentile_cont percentile_disc pg_backend_pid
          pg_last_copy_count pg_last_copy_id pg_terminate_backend pi position pow power
          quote_ident quote_literal radians random rank regexp_count regexp_instr repeat replace
          replicate reverse right round row_number rpad rtrim sha2 sign sin split_part sqrt
          stddev stddev_pop stddev_samp strpos strtol substr substring sum sysdate tan textlen
          timezone to_char to_date to_hex to_number to_timestamp translate trim trunc upper
          var_pop var_samp variance\
          """);

  /** PostgreSQL has them with another meaning: ours lie in pg_penstock. */
  static final Set<String> OTHERWISE =
      words(
          "avg concat crc32 date_trunc json_serialize json_typeof regexp_replace regexp_substr version");

  /** Redshift has them, and nobody has built them here. */
  private static final Set<String> LATER =
      words(
          """
          age array array_concat array_flatten bpcharcmp bttext_pattern_cmp bttext_cmp
          checksum collate current_aws_account current_namespace
          current_schemas date date_cmp date_cmp_timestamp date_cmp_timestamptz
          decimal_precision decimal_scale dexp difference dlog1 dlog10
          farmfingerprint64 farmhash64 fnv_hash from_hex from_varbyte func_sha1 get_number_attributes
          getbit has_assumerole_privilege hll hll_cardinality hll_combine hll_create_sketch interval_cmp
          is_bigint is_boolean is_char is_decimal is_float is_integer is_smallint is_super is_varchar
          isfinite isnull json_size listaggdistinct months_between next_day
          now object object_transform pg_cancel_backend pg_get_cols pg_get_late_binding_view_cols
          pg_last_query_id pg_last_unload_count pg_last_unload_id session_user sha sha1 slice_num
          soundex split_to_array st_area st_astext st_point st_x st_y subarray timeofday
          timestamp_cmp timestamp_cmp_date timestamptz_cmp to_timezone to_varbyte try_cast
          user varbyte_len\
          """);

  /** The documentation lists them as PostgreSQL's, or they are of types that Redshift lacks. */
  private static final Set<String> POSTGRESQL_ONLY =
      words(
          """
          array_agg array_append array_length array_position array_to_string bit_length
          clock_timestamp concat_ws convert_from convert_to corr covar_pop covar_samp current_query
          currval dblink div encode every format gen_random_uuid generate_series
          generate_subscripts inet_client_addr json_agg json_build_object json_each json_object_agg
          jsonb_agg jsonb_array_elements jsonb_build_object jsonb_each jsonb_extract_path
          jsonb_pretty jsonb_set justify_days justify_hours justify_interval lastval lo_import
          make_date make_interval make_timestamp nextval num_nonnulls overlay pg_advisory_lock
          pg_advisory_xact_lock pg_read_file pg_relation_size pg_sleep pg_total_relation_size
          pg_try_advisory_lock plainto_tsquery query_to_xml quote_nullable regexp_like regexp_match
          regexp_matches regexp_split_to_array regexp_split_to_table regr_slope row_to_json
          set_config setseed setval statement_timestamp string_agg string_to_array to_json to_jsonb
          to_tsquery to_tsvector transaction_timestamp txid_current unnest uuid_generate_v4
          width_bucket xmlagg xmlelement\
          """);

  private Functions() {}

  static Set<String> words(String text) {
    return Set.copyOf(new HashSet<>(List.of(text.strip().split("\\s+"))));
  }

  static void check(String name) throws Refusal {
    if (KNOWN.contains(name)) {
      return;
    }
    if (LATER.contains(name)) {
      throw Refusal.unknown("Function " + name);
    }
    if (POSTGRESQL_ONLY.contains(name)) {
      throw Refusal.unsupported("Function " + name);
    }
    throw missing(name);
  }

  /** Redshift's words for a function that isn't there, or not with such arguments. */
  static Refusal missing(String name) {
    return Refusal.of("42883", "function %s(...) does not exist".formatted(name));
  }
}
