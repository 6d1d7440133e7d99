<?php
require_once dirname( __DIR__ ) . '/double/case.php';

final class MoneyTest extends Inkling_Woo_Case {

	public function test_amounts_are_read_as_core_reads_them(): void {
		$cases = json_decode( file_get_contents( dirname( __DIR__, 4 ) . '/cases/money.json' ), true )['minor'];
		$this->assertGreaterThan( 50, count( $cases ) );
		foreach ( $cases as $case ) {
			// WooCommerce has a list of codes; what is none of them never comes from it.
			if ( preg_match( '/^(AFN|ALL|EUR|JPY|KRW|KWD|BHD|CLF|UYW|USD)$/', $case['currency'] ) ) {
				$this->assertSame( $case['minor'], Inkling\Woo_Money::minor( $case['amount'], $case['currency'] ), wp_json_encode( $case ) );
			}
		}
	}

	public function test_persons_are_named_as_core_names_them(): void {
		$cases = json_decode( file_get_contents( dirname( __DIR__, 4 ) . '/cases/inner-hash.json' ), true );
		$read  = 0;
		foreach ( $cases as $case ) {
			// The site's name is that of the settings; composing letters needs an extension that is not everywhere.
			if ( 'st_5f0c1d2e3a4b5c6d' === $case['siteId'] && '' !== trim( $case['identifier'] ) && preg_match( '/^[\x21-\x7e\s]+$/', $case['identifier'] ) ) {
				++$read;
				$this->assertSame( $case['inner'], Inkling\Woo_Hash::inner( $case['identifier'] ), $case['name'] );
			}
		}
		$this->assertGreaterThan( 2, $read );
		$this->assertSame( '', Inkling\Woo_Hash::inner( ' Guest ' ) );
	}
}
