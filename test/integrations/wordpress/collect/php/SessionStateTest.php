<?php

use Inkling\Collect\Choices;
use Inkling\Collect\Config;
use Inkling\Collect\Event_Time;
use Inkling\Collect\Session_State;
use PHPUnit\Framework\TestCase;

/** What core/local/appending.ts does, case by case. */
final class SessionStateTest extends TestCase {

	public function test_files_are_those_of_typescript(): void {
		$cases = json_decode( file_get_contents( INKLING_CASES . 'session-state.json' ), true );
		self::assertGreaterThan( 5, count( $cases['cases'] ) );
		foreach ( $cases['cases'] as $case ) {
			$this->replay( $case, ( $case['terms'] ?? array() ) + $cases['terms'] );
		}
	}

	private function replay( array $case, array $terms ): void {
		$config = new Config( '', $terms );
		$file   = null;
		foreach ( $case['steps'] as $at => $step ) {
			$what = $case['name'] . ', step ' . $at;
			if ( isset( $step['post'] ) ) {
				$taken = Session_State::append( $file, $case['unit'], self::timed( $step['post'] ), $step['post']['receivedAt'], $config );
				$file  = $taken['file'];
				self::assertSame( $step['go'] ?? array(), $taken['go'], $what );
			} else {
				$file = Choices::report( $file, $step['report'], $step['now'] ) ?? $file;
			}
			if ( isset( $step['file'] ) ) {
				self::assertSame( json_encode( $step['file'] ), json_encode( $file ), $what );
			}
		}
	}

	private static function timed( array $post ): array {
		$offset = Event_Time::offset( $post['s'], $post['receivedAt'] );
		$items  = array();
		foreach ( $post['e'] as $item ) {
			$t = Event_Time::of( $item['t'], $offset, $post['receivedAt'] );
			if ( null !== $t ) {
				$items[] = array( 't' => $t ) + $item + array( 'p' => array() );
			}
		}
		return $items;
	}
}
