<?php
/** The collect path as it lies in the plugin, without WordPress. */

define( 'INKLING_COLLECT', true );
define( 'INKLING_CASES', dirname( __DIR__, 4 ) . '/cases/' );

require getenv( 'INKLING_PLUGIN' ) . '/includes/collect/load.php';
require __DIR__ . '/SiteFolder.php';
